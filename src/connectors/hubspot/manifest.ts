import type { Connector } from '#kit/connector.ts';
import { defineConnector } from '#kit/connector.ts';
import { testConnection } from './account.ts';
import { authMethods, environments } from './auth.ts';
import { pauseAfter } from './errors.ts';
import { objects } from './objects/objects.ts';

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
  settings: [{ key: 'requests_per_minute', type: 'number' }],
  budget: { requests: 100, perMs: 10_000 },
  budgets: { search: { requests: 5, perMs: 1_000 } },
  pauseAfter,
  test: testConnection,
  triggers: [],
  actions: [],
  options: {},
  objects,
});
