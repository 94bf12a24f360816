import type { Pipeline, Stage } from '../../domain/records/object.ts';

const deal = (id: string, label: string, probability: string): Stage => ({
  id,
  label,
  metadata: { probability, isClosed: String(probability === '1.0' || probability === '0.0') },
});
const ticket = (id: string, label: string, ticketState: 'OPEN' | 'CLOSED'): Stage => ({
  id,
  label,
  metadata: { ticketState },
});

/** What a new HubSpot account begins with (HubSpot docs "Pipelines", read 2026-11). */
export const pipelines: Record<string, Pipeline[]> = {
  deal: [
    {
      id: 'default',
      label: 'Sales Pipeline',
      stages: [
        deal('appointmentscheduled', 'Appointment scheduled', '0.2'),
        deal('qualifiedtobuy', 'Qualified to buy', '0.4'),
        deal('presentationscheduled', 'Presentation scheduled', '0.6'),
        deal('decisionmakerboughtin', 'Decision maker bought-in', '0.8'),
        deal('contractsent', 'Contract sent', '0.9'),
        deal('closedwon', 'Closed won', '1.0'),
        deal('closedlost', 'Closed lost', '0.0'),
      ],
    },
  ],
  ticket: [
    {
      id: '0',
      label: 'Support Pipeline',
      stages: [
        ticket('1', 'New', 'OPEN'),
        ticket('2', 'Waiting on contact', 'OPEN'),
        ticket('3', 'Waiting on us', 'OPEN'),
        ticket('4', 'Closed', 'CLOSED'),
      ],
    },
  ],
};
