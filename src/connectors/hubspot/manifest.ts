import type { Connector } from '#kit/connector.ts';
import { defineConnector } from '#kit/connector.ts';
import { testConnection } from './account.ts';
import { companyUpsert } from './actions/company-upsert.ts';
import { contactUpsert } from './actions/contact-upsert.ts';
import { dealUpsert } from './actions/deal-upsert.ts';
import { listAdd, listRemove } from './actions/list-members.ts';
import { noteCreate } from './actions/note-create.ts';
import { ownerSet } from './actions/owner-set.ts';
import { recordAssociate } from './actions/record-associate.ts';
import { recordFind } from './actions/record-find.ts';
import { taskCreate } from './actions/task-create.ts';
import { authMethods, environments } from './auth.ts';
import { pauseAfter } from './errors.ts';
import { objects } from './objects/objects.ts';
import { standardTypes } from './objects/types.ts';
import { options } from './options.ts';
import { contactLifecycleChanged } from './triggers/contact-lifecycle-changed.ts';
import { dealStageChanged } from './triggers/deal-stage-changed.ts';
import { formSubmitted } from './triggers/form-submitted.ts';
import { recordChanged } from './triggers/record-changed.ts';
import { recordCreated } from './triggers/record-created.ts';
import {
  contactErased,
  recordAssociated,
  recordDeleted,
  recordMerged,
  recordRestored,
} from './triggers/record-fates.ts';
import { webhooks } from './webhooks.ts';

/**
 * HubSpot, by the APIs of objects v3 and associations v4. An app with consent may make 110 calls in ten seconds in each
 * account, searches apart, of which an account allows five a second; private apps may make 100 at least. Source: HubSpot
 * docs "API usage guidelines" and "CRM search", read 2026-11.
 */
export const hubspot: Connector = defineConnector({
  key: 'hubspot',
  name: 'HubSpot',
  monogram: { text: 'HS', color: '#d9481f' },
  environments,
  auth: authMethods,
  settings: [
    { key: 'requests_per_minute', type: 'number' },
    { key: 'webhook_properties', type: 'longtext' },
  ],
  signingCredential: 'client_secret',
  budget: { requests: 100, perMs: 10_000 },
  budgets: {
    search: { requests: 5, perMs: 1_000 },
    // Calls about the app and its tokens are not the account's; what they are allowed is not said.
    developer: { requests: 100, perMs: 10_000 },
  },
  pauseAfter,
  test: testConnection,
  triggers: [
    recordCreated,
    recordChanged,
    dealStageChanged,
    contactLifecycleChanged,
    recordAssociated,
    recordMerged,
    recordDeleted,
    recordRestored,
    contactErased,
    formSubmitted,
  ],
  actions: [
    contactUpsert,
    companyUpsert,
    dealUpsert,
    recordAssociate,
    noteCreate,
    taskCreate,
    ownerSet,
    listAdd,
    listRemove,
    recordFind,
  ],
  options,
  webhooks,
  objects,
  readingCalls: standardTypes.flatMap(({ plural }) =>
    ['search', 'batch/read'].map((verb) => `POST /crm/v3/objects/${plural}/${verb}`),
  ),
});
