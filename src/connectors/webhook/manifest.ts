import { defineConnector } from '../../kit/connector.ts';
import { received, webhooks } from './received.ts';
import { send } from './send.ts';

/** Webhooks without a vendor: an address of one's own that receives, and an action that sends. */
export const webhook = defineConnector({
  key: 'webhook',
  name: 'Webhook',
  monogram: { text: 'WH', color: '#5c5f66' },
  environments: [{ key: 'live', kind: 'live', origins: {} }],
  auth: [
    {
      kind: 'token',
      key: 'secret',
      fields: [{ key: 'signing_secret', type: 'secret', required: true }],
    },
  ],
  settings: [
    { key: 'signatureHeader', type: 'text', default: 'x-signature' },
    { key: 'signaturePrefix', type: 'text', default: 'sha256=' },
    { key: 'dedupeField', type: 'text' },
  ],
  signingCredential: 'signing_secret',
  budget: { requests: 1_000_000, perMs: 1_000 },
  test: async (context) => ({ account: context.connection.name }),
  triggers: [received],
  actions: [send],
  options: {},
  webhooks,
});
