import { property } from '../../../domain/records/property.ts';
import type { Property } from '../../../domain/records/property.ts';
import { options, owner, stamps, text } from './shared.ts';

const group = 'dealinformation';
const enumeration = { type: 'enumeration', group } as const;

export const deal: Property[] = [
  text('dealname', 'Deal name', { group, required: true, slot: 1 }),
  property({ ...enumeration, name: 'pipeline', label: 'Pipeline', references: 'pipeline' }),
  property({
    ...enumeration,
    name: 'dealstage',
    label: 'Deal stage',
    references: 'stage',
    required: true,
    slot: 2,
  }),
  property({ name: 'amount', label: 'Amount', type: 'number', group, slot: 3 }),
  text('deal_currency_code', 'Currency', {
    ...enumeration,
    fieldType: 'select',
    options: options({ EUR: 'EUR', NOK: 'NOK', SEK: 'SEK', BRL: 'BRL', USD: 'USD' }),
  }),
  property({ name: 'closedate', label: 'Close date', type: 'datetime', group, slot: 4 }),
  property({
    ...{ ...enumeration, name: 'dealtype', label: 'Deal type', fieldType: 'radio' },
    options: options({ newbusiness: 'New business', existingbusiness: 'Existing business' }),
  }),
  property({
    ...{ ...enumeration, name: 'hs_priority', label: 'Priority' },
    options: options({ low: 'Low', medium: 'Medium', high: 'High' }),
  }),
  text('description', 'Deal description', { group, fieldType: 'textarea' }),
  text('closed_won_reason', 'Closed won reason', { group, fieldType: 'textarea' }),
  text('closed_lost_reason', 'Closed lost reason', { group, fieldType: 'textarea' }),
  owner(group, 5),
  ...stamps(group),
];
