import { defineConnector } from '../../kit/connector.ts';
import { associations } from './associations.ts';
import { objects } from './objects.ts';
import { pipelines } from './pipelines.ts';
import { properties } from './properties/properties.ts';

/** The CRM that comes with Countersign: its records stand in the hub's own tables, by HubSpot's names and rules. */
export const crm = defineConnector({
  key: 'crm',
  name: 'Countersign CRM',
  monogram: { text: 'CR', color: '#2f6f5e' },
  environments: [{ key: 'live', kind: 'live', origins: {} }],
  auth: [{ kind: 'token', key: 'none', fields: [] }],
  budget: { requests: 1_000_000, perMs: 1_000 },
  test: async (context) => ({ account: context.connection.name }),
  triggers: [],
  actions: [],
  options: {},
  objects: { kept: 'here', schema: { objects, properties, pipelines, associations } },
});
