import type { Connection, RunSummary } from '../../src/api/contract.ts';
import { DEMO_CLICKSIGN_TOKEN } from '#connectors/clicksign/emulator/demo.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_SECOND_TOKEN,
  DEMO_RDSTATION_STAGES,
  DEMO_RDSTATION_TOKEN,
  DEMO_RDSTATION_USERS,
} from '#connectors/rdstation/emulator/demo.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import { contractSigned } from '../../src/demo/seed.ts';
import { sendQuickly, signQuickly, type Signer } from '../journeys/clicksign.ts';
import type { Product } from '../journeys/product.ts';
import { openOffice, type Office } from './office.ts';

/** Names in the story, so that long ones can be tried too. */
export interface Names {
  workspace: string;
  clicksign: string;
  rdstation: string;
  branch: string;
  workflow: string;
  document: string;
  company: string;
  member: string;
}

export const usualNames: Names = {
  workspace: 'ACME Ltda',
  clicksign: 'Clicksign Vendas',
  rdstation: 'RD Station ACME',
  branch: 'RD Station Filial Sul',
  workflow: 'Contract signed → deal',
  document: 'Contrato ACME.pdf',
  company: 'ACME Ltda',
  member: 'Bruno Lima',
};

/** What there is to look at afterwards. */
export interface Story {
  workspace: string;
  connection: string;
  broken: string;
  workflow: string;
  draft: string;
  /** Runs by how they stand. */
  runs: { completed: string; failed: string; parked: string; waiting: string; reconnect: string };
  invitation: string;
  resetLink: string;
}

const maria: Signer = { name: 'Maria Silva', email: 'maria@acme.com.br' };
const joao: Signer = { name: 'João Souza', email: 'joao@padaria.com.br' };
const helena: Signer = { name: 'Helena Prado', email: 'helena@prado.com.br' };

/** Fills a workspace through public doors: what went well, failed, waits, and what people did. */
export async function tellStory(product: Product, names: Names = usualNames): Promise<Story> {
  const office = await openOffice(product, { name: names.workspace, timeZone: 'America/Sao_Paulo' });
  const invited = await fillPeople(office, names);
  const accounts = await connectAccounts(office, names);
  await addNotices(office);
  const made = await makeWorkflows(office, names, accounts);
  const runs = await runDocuments(office, product, names);
  return {
    ...invited,
    ...made,
    workspace: office.workspace,
    connection: accounts.rdstation.id,
    broken: accounts.branch.id,
    runs,
  };
}

async function fillPeople(office: Office, names: Names): Promise<Pick<Story, 'invitation' | 'resetLink'>> {
  await office.join({ name: names.member, email: 'bruno@acme.example', role: 'editor' });
  await office.join({ name: 'Carla Dias', email: 'carla@acme.example', role: 'viewer' });
  const invitation = await office.invite('diego@acme.example', 'admin');
  await office.call('POST', '/keys', { name: 'Reporting', role: 'viewer' });
  return { invitation, resetLink: await office.resetLink('bruno@acme.example') };
}

interface Accounts {
  clicksign: Connection;
  rdstation: Connection;
  branch: Connection;
}

async function connectAccounts(office: Office, names: Names): Promise<Accounts> {
  return {
    clicksign: await office.connect('clicksign', names.clicksign, { access_token: DEMO_CLICKSIGN_TOKEN }),
    rdstation: await office.connect('rdstation', names.rdstation, { token: DEMO_RDSTATION_TOKEN }),
    branch: await office.connect('rdstation', names.branch, { token: DEMO_RDSTATION_SECOND_TOKEN }),
  };
}

async function addNotices(office: Office): Promise<void> {
  const kinds = ['run.failed', 'connection.broken'];
  const rules = [
    { kinds, channel: 'email', emails: ['ana@acme.example'] },
    { kinds: ['run.parked'], channel: 'email', emails: ['bruno@acme.example', 'carla@acme.example'] },
    { kinds: ['source.silent'], channel: 'email', emails: ['ana@acme.example'], digestHour: 8 },
  ];
  for (const rule of rules) await office.call('POST', '/notices', rule);
}

/** The demo's workflow, for documents whose name holds a word. */
function forDocuments(word: string, clicksign: Connection, rdstation: Connection) {
  const conditions = [{ path: 'document.filename', operator: 'contains', value: word }];
  return {
    ...contractSigned(clicksign.id, rdstation.id),
    filters: { match: 'all', conditions },
  };
}

async function makeWorkflows(
  office: Office,
  names: Names,
  { clicksign, rdstation, branch }: Accounts,
): Promise<Pick<Story, 'workflow' | 'draft'>> {
  const workflow = await office.workflow(names.workflow, forDocuments('Contrato', clicksign, rdstation));
  await office.call('PUT', `/workflows/${workflow.id}/tags`, { tags: ['vendas', 'contratos'] });
  await office.workflow('Amendment signed → deal', forDocuments('Aditivo', clicksign, branch));
  const paused = await office.workflow(
    'Proposal signed → deal',
    forDocuments('Proposta', clicksign, rdstation),
  );
  await office.call('POST', `/workflows/${paused.id}/pause`, {});
  const whole = contractSigned(clicksign.id, rdstation.id);
  const deal = whole.steps['deal'];
  if (deal?.kind !== 'action') throw new Error('The demo’s workflow has another step than it had');
  const places = ['pipeline_id', 'stage_id'];
  const input = Object.fromEntries(Object.entries(deal.input).filter(([key]) => !places.includes(key)));
  const draft = await office.workflow(
    'Refusal → deal',
    {
      ...whole,
      trigger: { ...whole.trigger, key: 'document.refused' },
      steps: { deal: { ...deal, input } },
    },
    { publish: false },
  );
  return { workflow: workflow.id, draft: draft.id };
}

async function runDocuments(office: Office, product: Product, names: Names): Promise<Story['runs']> {
  const { company } = names;
  const send = (name: string, signer: Signer) =>
    sendQuickly(product, { name, company, signers: [signer], signed: 1 });
  const idOf = (run: RunSummary) => run.id;
  await send('Contrato Padaria Aurora.pdf', joao);
  await send('Contrato Clínica Prado.pdf', helena);
  await send(names.document, maria);
  const completed = idOf(await office.run('completed', names.document.slice(0, 40)));
  await office.run('completed', 'Prado');
  await office.run('completed', 'Aurora');
  const parked = await askAPerson(office, product, company);
  const failed = await failOnce(office, product, () => send('Contrato Oficina Norte.pdf', joao));
  const revoked = `/rdstation/perfil/${DEMO_RDSTATION_USERS.bruno}/revogar`;
  await new Visitor(product.emulators).post(revoked, {});
  await send('Aditivo Transportes Ipê.pdf', helena);
  const reconnect = idOf(await office.run('parked', 'Ipê'));
  await product.control('rdstation', 'POST', '/faults', {
    ...{ kind: 'status', match: { method: 'POST', path: '/deals' }, params: { status: 503 } },
  });
  await send('Contrato Editora Lume.pdf', maria);
  const waiting = idOf(await office.run('waiting', 'Lume'));
  return { completed, failed, parked, waiting, reconnect };
}

/** Two deals that a document may mean: a person is asked which. */
async function askAPerson(office: Office, product: Product, company: string): Promise<string> {
  const vendor = new Visitor(product.emulators);
  const key = await sendQuickly(product, { name: 'Contrato Mercado Sol.pdf', company, signers: [maria] });
  const name = `Contrato Mercado Sol.pdf – ${company}`;
  const create = () =>
    vendor.json('POST', `/rdstation/api/v1/deals?token=${DEMO_RDSTATION_TOKEN}`, {
      deal: {
        name,
        deal_pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
        deal_stage_id: DEMO_RDSTATION_STAGES.emAssinatura,
        deal_custom_fields: [{ custom_field_id: DEMO_RDSTATION_DEAL_FIELDS.chaveClicksign, value: key }],
      },
    });
  await create();
  await create();
  await signQuickly(product, key, maria.email);
  return (await office.run('parked', 'Mercado')).id;
}

/** The vendor refuses what it is given, once. */
async function failOnce(office: Office, product: Product, send: () => Promise<unknown>): Promise<string> {
  await product.control('rdstation', 'POST', '/faults', {
    kind: 'status',
    match: { method: 'POST', path: '/deals' },
    params: { status: 422, body: { errors: { name: ['is too long (maximum is 100 characters)'] } } },
  });
  await send();
  const { id } = await office.run('failed', 'Oficina');
  await product.control('rdstation', 'DELETE', '/faults');
  return id;
}
