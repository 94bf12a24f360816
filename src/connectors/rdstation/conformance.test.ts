import { connectorConformance, type World } from '#kit/conformance/conformance.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES, DEMO_RDSTATION_TOKEN } from './emulator/demo.ts';
import { createRdStationEmulator } from './emulator/emulator.ts';
import { rdstation } from './manifest.ts';
import { createV1Client } from './v1/client.ts';

const place = {
  pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
  stage_id: DEMO_RDSTATION_STAGES.contratoAssinado,
};
const documentKey = '9e2c2c33-0b3e-4b7e-9d3e-2f1f8c1d0a01';

connectorConformance({
  connector: rdstation,
  createEmulator: createRdStationEmulator,
  words: new URL('../../../console/locales/en/rdstation.json', import.meta.url),
  async connect(world) {
    await world.control('PUT', '/limits', { enabled: false });
    return { auth: 'token', values: { token: DEMO_RDSTATION_TOKEN }, wrong: { token: 'rd-token-of-nobody' } };
  },
  errorBody: (status) =>
    status === 500
      ? '<p>Problemas técnicos são sempre inesperados</p>'
      : { errors: { name: ['não é válido'] } },
  paging: {
    async fill(world) {
      const made: string[] = [];
      for (let number = 1; number <= 205; number++) {
        const source = { deal_source: { name: `Fonte ${number}` } };
        made.push(idIn(await createV1Client(world.context()).post('/deal_sources', source)));
      }
      return made;
    },
    async read(context) {
      const sources = await rdstation.options['sources']!(context, {}, 'Fonte ');
      return sources.map((source) => source.value);
    },
  },
  hook: {
    events: ['crm_deal_created', 'crm_deal_updated', 'crm_contact_created'],
    cause: async (world) => void (await makeDeal(world)),
    trigger: 'deal.created',
  },
  creates: [
    {
      action: 'deal.upsert',
      input: () => ({
        ...place,
        title: 'Contrato ACME.pdf - ACME Ltda',
        document_key: documentKey,
        contact_email: 'maria@acme.com.br',
        organization_name: 'ACME Ltda',
      }),
      call: { method: 'POST', path: '^/api/v1/deals$' },
      count: (world) => countOf(world, 'deal.created'),
    },
    {
      action: 'contact.upsert',
      input: () => ({
        contact_email: 'maria@acme.com.br',
        contact_name: 'Maria Silva',
        organization_name: 'ACME Ltda',
      }),
      call: { method: 'POST', path: '^/api/v1/contacts$' },
      count: (world) => countOf(world, 'contact.created'),
    },
    {
      action: 'organization.upsert',
      input: () => ({ organization_name: 'ACME Ltda' }),
      call: { method: 'POST', path: '^/api/v1/organizations$' },
      count: (world) => countOf(world, 'organization.created'),
    },
    {
      action: 'note.create',
      input: async (world) => ({ deal_id: await makeDeal(world), text: 'Documento assinado' }),
      call: { method: 'POST', path: '^/api/v1/activities$' },
      count: (world) => countOf(world, 'note.created'),
    },
    {
      action: 'task.create',
      input: async (world) => ({ deal_id: await makeDeal(world), subject: 'Ligar', date: '2026-12-10' }),
      call: { method: 'POST', path: '^/api/v1/tasks$' },
      count: (world) => countOf(world, 'task.created'),
    },
  ],
});

async function makeDeal(world: World): Promise<string> {
  const deal: JsonObject = { name: 'Contrato', deal_stage_id: place.stage_id };
  return idIn(await createV1Client(world.context()).post('/deals', { deal }));
}

function idIn(answer: Json): string {
  const id = at(answer, 'id') ?? at(answer, '_id');
  if (typeof id !== 'string') throw new Error('the answer has no id');
  return id;
}

function countOf(world: World, kind: string): number {
  return world.parts.journal.ledger().filter((entry) => entry.kind === kind).length;
}
