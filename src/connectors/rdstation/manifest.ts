import type { Connector } from '#kit/connector.ts';
import { defineConnector } from '#kit/connector.ts';
import { contactUpsert } from './actions/contact-upsert.ts';
import { dealFind } from './actions/deal-find.ts';
import { dealLose } from './actions/deal-lose.ts';
import { dealMove } from './actions/deal-move.ts';
import { dealUpsert } from './actions/deal-upsert.ts';
import { dealWin } from './actions/deal-win.ts';
import { noteCreate } from './actions/note-create.ts';
import { organizationUpsert } from './actions/organization-upsert.ts';
import { taskCreate } from './actions/task-create.ts';
import { authMethods } from './auth.ts';
import { openCrm } from './connect.ts';
import { recordUrl } from './links.ts';
import { options } from './options.ts';
import { rehearsable } from './rehearsal/rehearse.ts';
import { contactCreated } from './triggers/contact-created.ts';
import { contactUpdated } from './triggers/contact-updated.ts';
import { dealCreated } from './triggers/deal-created.ts';
import { dealLost } from './triggers/deal-lost.ts';
import { dealStageChanged } from './triggers/deal-stage-changed.ts';
import { dealUpdated } from './triggers/deal-updated.ts';
import { dealWon } from './triggers/deal-won.ts';
import { webhooks } from './webhooks.ts';

/**
 * RD Station CRM: API v1 by token, API v2 by OAuth2. Both allow 120 calls a minute per account. Source:
 * developers.rdstation.com pages "crm-v1-*" and "crm-v2-*", read 2026-11.
 */
export const rdstation: Connector = defineConnector({
  key: 'rdstation',
  name: 'RD Station CRM',
  monogram: { text: 'RD', color: '#19c1ce' },
  environments: [
    {
      key: 'live',
      kind: 'live',
      origins: {
        v1: 'https://crm.rdstation.com',
        v2: 'https://api.rd.services',
        accounts: 'https://accounts.rdstation.com',
        app: 'https://crm.rdstation.com',
      },
    },
  ],
  auth: authMethods,
  settings: [{ key: 'requests_per_minute', type: 'number' }],
  budget: { requests: 120, perMs: 60_000 },
  test: (context) => openCrm(context).account(),
  triggers: [dealCreated, dealUpdated, dealStageChanged, dealWon, dealLost, contactCreated, contactUpdated],
  actions: [
    dealUpsert,
    dealFind,
    dealMove,
    dealWin,
    dealLose,
    contactUpsert,
    organizationUpsert,
    noteCreate,
    taskCreate,
  ].map(rehearsable),
  options,
  webhooks,
  recordUrl,
});
