import { connectorConformance, type World } from '#kit/conformance/conformance.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import { createClicksignEmulator } from './emulator/emulator.ts';
import { DEMO_CLICKSIGN_TOKEN, seedDemo } from './emulator/demo.ts';
import { heardEvents } from './event-names.ts';
import { clicksign } from './manifest.ts';
import { readTemplates } from './v3/library.ts';
import { pageOfEnvelopes } from './v3/envelopes.ts';

const titles: Record<number, string> = { 401: 'Access Token inválido', 404: 'Registro não encontrado' };
const signers = [{ name: 'Maria Silva', email: 'maria@acme.com.br' }];

connectorConformance({
  connector: clicksign,
  createEmulator: createClicksignEmulator,
  words: new URL('../../../console/locales/en/clicksign.json', import.meta.url),
  async connect(world) {
    seedDemo(world.parts);
    await world.control('PUT', '/limits', { enabled: false });
    return {
      auth: 'token',
      values: { access_token: DEMO_CLICKSIGN_TOKEN },
      wrong: { access_token: '00000000-dead-4000-8000-000000000000' },
    };
  },
  errorBody: (status) =>
    status === 500 ? null : { errors: [{ code: String(status), status, detail: titles[status] ?? 'Erro' }] },
  paging: {
    async fill(world) {
      const made: string[] = [];
      for (let number = 1; number <= 45; number++) {
        const body = { name: `Contrato ${number}`, signers, sign: 0, metadata: { lote: 'paging' } };
        made.push(envelopeIdIn(await world.control('POST', '/quick-sign', body)));
      }
      return made;
    },
    read: readLot,
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
        source: 'template',
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

async function readLot(context: ConnectionContext): Promise<string[]> {
  const found: string[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const read = await pageOfEnvelopes(context, { 'filter[status]': 'running' }, page);
    found.push(...read.items.filter((envelope) => envelope.name.startsWith('Contrato ')).map(({ id }) => id));
    last = read.last;
  }
  return found;
}

function envelopeIdIn(answer: unknown): string {
  return (answer as { envelope_id: string }).envelope_id;
}

function countOf(world: World, kind: string): number {
  return world.parts.journal.ledger().filter((entry) => entry.kind === kind).length;
}
