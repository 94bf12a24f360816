import type { CrmPort } from '../port.ts';
import { imaginedDeals } from './deals.ts';
import type { Imagined } from './imagined.ts';
import { imaginedPeople } from './people.ts';

/**
 * RD Station CRM in a rehearsal: reads what is there, over it what the rehearsal imagined, and imagines every write. So
 * the code of a real run says what it would do.
 * @param now milliseconds since the epoch, for records that are made up
 */
export function imaginedPort(crm: CrmPort, imagined: Imagined, now: () => number): CrmPort {
  return {
    ...crm,
    ...imaginedDeals(crm, imagined, now),
    ...imaginedPeople(crm, imagined, now),
    createNote({ text }) {
      imagined.activities.push({ object: 'note', title: text });
      return Promise.resolve({ id: imagined.newId('note'), text, createdAt: now() });
    },
    createTask({ subject }) {
      imagined.activities.push({ object: 'task', title: subject });
      return Promise.resolve({ id: imagined.newId('task'), subject, createdAt: now() });
    },
    createWebhook: () => Promise.reject(new Error('a rehearsal subscribes to nothing')),
    deleteWebhook: () => Promise.reject(new Error('a rehearsal unsubscribes from nothing')),
  };
}
