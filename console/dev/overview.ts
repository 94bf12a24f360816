import type { Attention, Home } from '../../src/api/contract.ts';
import { ago, clicksign, connections, later } from './data.ts';
import { runs } from './runs.ts';

const wave = [0, 0, 0, 0, 0, 1, 4, 9, 14, 22, 18, 25, 16, 12, 28, 31, 24, 19, 8, 5, 3, 2, 6, 9];
export const home: Home = {
  workflows: { published: 1, paused: 0, draft: 1 },
  attention: 3,
  hours: wave.map((completed, index) => ({
    hour: ago((23 - index) * 60),
    completed,
    failed: index === 14 ? 2 : 0,
    waiting: index > 20 ? 1 : 0,
    other: 0,
  })),
  sources: [{ connection: clicksign, completeUpTo: ago(5), checkedAt: ago(2), foundLate: 1 }],
  reachable: false,
  emulators: [
    { key: 'clicksign', name: 'Clicksign', url: 'http://127.0.0.1:4001/clicksign' },
    { key: 'rdstation', name: 'RD Station CRM', url: 'http://127.0.0.1:4001/rdstation' },
  ],
};

export const attention: Attention = {
  runs: { items: runs.filter((run) => ['failed', 'parked'].includes(run.status)).slice(0, 6), cursor: null },
  causes: [],
  connections: connections.filter((each) => each.status === 'needs_reconnect'),
  blocked: [{ orderKey: 'deal:65', runId: runs[1]!.id, title: runs[1]!.title, behind: 4, nextAt: later(3) }],
};
