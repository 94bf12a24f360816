import { z } from 'zod';
import type { Definition } from '#domain/workflow.ts';
import type { Connector } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';

/** A vendor that is never called: one trigger, one action, no network. */
export const toy: Connector = {
  key: 'toy',
  name: 'Toy',
  monogram: { text: 'To', color: '#000000' },
  environments: [{ key: 'production', kind: 'live', origins: { api: 'https://toy.example' } }],
  auth: [{ kind: 'token', key: 'token', fields: [{ key: 'token', type: 'secret', required: true }] }],
  budget: { requests: 100, perMs: 1_000 },
  test: async () => ({ account: 'ACME' }),
  triggers: [
    {
      key: 'document.signed',
      version: 1,
      subscribes: ['sign'],
      settings: z.record(z.string(), z.string()),
      fields: [],
      output: [
        { path: 'document.filename', type: 'text', sample: 'Sample.pdf' },
        { path: 'signer.email', type: 'text', sample: 'ana@example.com' },
        { path: 'signer.cpf', type: 'text', sample: '123.456.789-09', sensitive: true },
      ],
      matches: (settings) => settings['only'] !== 'nothing',
    },
  ],
  actions: [
    {
      key: 'deal.upsert',
      version: 1,
      input: z.object({ title: z.string().min(1), amount: z.coerce.number().optional() }),
      fields: [{ key: 'title', type: 'template', required: true }],
      output: [
        { path: 'deal.id', type: 'text', sample: 'deal-1' },
        { path: 'deal.secret', type: 'text', sample: 'x', sensitive: true },
      ],
      effect: { mode: 'idempotent' },
      run: async () => ({ output: {} }),
    },
  ],
  options: {
    stages: async (_context, params, search) => [
      { value: '1', label: `${params['pipeline'] ?? ''} ${search}` },
    ],
  },
  webhooks: {
    proof: 'url',
    verify: () => true,
    parse: (body) => {
      const data = body as JsonObject;
      const { filename } = data['document'] as { filename: string };
      return [
        {
          trigger: 'document.signed',
          dedupeKey: filename,
          occurredAt: null,
          data,
          terms: [],
          title: filename,
        },
      ];
    },
    subscribe: async () => ({ ids: ['1'], secret: null }),
    unsubscribe: async () => undefined,
  },
  recordUrl: ({ origins }, object, id) => `${origins['api']}/${object}s/${id}`,
};

/** A definition of the toy: signed document to deal. */
export function toyDefinition(connection: string, title = '{{ document.filename }}'): Definition {
  return {
    schema: 1,
    trigger: { connector: 'toy', connectionId: connection, key: 'document.signed', version: 1, settings: {} },
    filters: null,
    start: 'deal',
    steps: {
      deal: {
        kind: 'action',
        connector: 'toy',
        connectionId: connection,
        key: 'deal.upsert',
        version: 1,
        input: { title },
        orderBy: null,
        next: null,
      },
    },
  };
}
