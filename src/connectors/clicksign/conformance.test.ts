import { connectorConformance } from '#kit/conformance/conformance.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import { at } from '#std/json.ts';
import { heardEvents } from './event-names.ts';
import { countOf, subject } from '../../../test/support/clicksign-account.ts';
import { readTemplates } from './v3/library.ts';
import { pageOfEnvelopes } from './v3/envelopes.ts';

const signers = [{ name: 'Maria Silva', email: 'maria@acme.com.br' }];

connectorConformance({
  ...subject,
  errorBody: (status) =>
    status === 500 ? null : { errors: [{ code: String(status), status, detail: 'Erro' }] },
  paging: {
    async fill(world) {
      const made: string[] = [];
      for (let number = 1; number <= 45; number++) {
        const answer = await world.control('POST', '/quick-sign', {
          name: `Contrato ${number}`,
          signers,
          sign: 0,
        });
        made.push(at(answer, 'envelope_id') as string);
      }
      return made;
    },
    read: envelopesOfTheLot,
  },
  hook: {
    events: [...heardEvents],
    cause: async (world) => void (await world.control('POST', '/quick-sign', { name: 'Contrato', signers })),
    trigger: 'document.completed',
  },
  creates: [
    {
      action: 'envelope.create',
      input: async (_world, context) => ({
        name: 'Contrato ACME',
        template: (await readTemplates(context))[0]!.id,
        template_data: [{ target: 'Nome', value: 'Maria Silva' }],
        signer_1_name: 'Maria Silva',
        signer_1_email: 'maria@acme.com.br',
        deadline_days: 10,
      }),
      call: { method: 'POST', path: '/envelopes$' },
      count: (world) => countOf(world, 'envelope.created'),
    },
  ],
});

async function envelopesOfTheLot(context: ConnectionContext): Promise<string[]> {
  const found: string[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const read = await pageOfEnvelopes(context, { 'filter[status]': 'running' }, page);
    found.push(...read.items.filter((envelope) => envelope.name.startsWith('Contrato ')).map(({ id }) => id));
    last = read.last;
  }
  return found;
}
