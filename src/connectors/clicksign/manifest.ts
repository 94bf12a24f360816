import { defineConnector } from '#kit/connector.ts';
import { testConnection } from './account.ts';
import { envelopeCancel } from './actions/envelope-cancel.ts';
import { envelopeCreate } from './actions/envelope-create.ts';
import { envelopeRemind } from './actions/envelope-remind.ts';
import { auth, environments } from './auth.ts';
import { changes } from './changes.ts';
import { options } from './options.ts';
import { documentCanceled } from './triggers/document-canceled.ts';
import { documentClosedByDeadline } from './triggers/document-closed-by-deadline.ts';
import { documentCompleted } from './triggers/document-completed.ts';
import { documentRefused } from './triggers/document-refused.ts';
import { documentSigned } from './triggers/document-signed.ts';
import { webhooks } from './webhooks.ts';

/** Clicksign, by its API v3 (envelopes) and, for accounts without it, v1 and v2. */
export const clicksign = defineConnector({
  key: 'clicksign',
  name: 'Clicksign',
  monogram: { text: 'Cs', color: '#0b7285' },
  environments,
  auth,
  // The sandbox's limit; production allows 50 in the same 10 s ("Limites de requisições", API v3 docs, read 2026-11).
  settings: [{ key: 'requests_per_minute', type: 'number' }],
  budget: { requests: 20, perMs: 10_000 },
  test: testConnection,
  triggers: [documentCompleted, documentSigned, documentClosedByDeadline, documentRefused, documentCanceled],
  questions: [{ key: 'signed', triggers: ['document.completed', 'document.signed'] }],
  actions: [envelopeCreate, envelopeRemind, envelopeCancel],
  options,
  webhooks,
  changes,
});
