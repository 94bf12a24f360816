import type { Clock } from '../std/clock.ts';
import type { Page, Run, RunSummary, WorkflowSummary } from '../api/contract.ts';
import type { Narrator } from './steps.ts';
import { DEMO_RDSTATION_TOKEN } from '../connectors/rdstation/emulator/demo.ts';
import { Visitor } from './browserless.ts';
import { demoWorkspaceId } from './seed.ts';

/** Where a journey walks. */
export interface JourneyPlaces {
  hub: string;
  emulators: string;
}

interface RdDeal {
  id: string;
  name: string;
  win: boolean | null;
  deal_stage: { name: string };
  deal_pipeline?: { name: string };
}

const company = 'ACME Ltda';

/**
 * "When a document is signed in Clicksign, a deal is created or updated in RD Station CRM, with the signer as its
 * contact, and a person can see both sides of it", through public doors only: the vendors' pages and APIs, and ours.
 */
export async function clicksignToRdStation(
  places: JourneyPlaces,
  clock: Clock,
  narrator: Narrator,
): Promise<void> {
  const sender = new Visitor(places.emulators);
  const person = new Visitor(places.hub);
  const name = `Contrato de Prestação ${clock.now().toString(36)}.pdf`;
  const title = `${name} – ${company}`;
  await person.json('POST', '/api/session/demo', {});
  narrator.say('entered the demo workspace');
  // A hub answers before its demo workspace is filled.
  await narrator.until('its workflow is published', async () => {
    const all = await person.json<WorkflowSummary[]>('GET', `/api/w/${demoWorkspaceId}/workflows`);
    return all.some(({ status }) => status === 'published') || null;
  });

  const envelope = await upload(sender, name);
  narrator.say(`uploaded "${name}" in Clicksign, for ${company}`);
  await addSigner(sender, envelope, 'Maria Silva', 'maria@acme.com.br');
  await addSigner(sender, envelope, 'João Souza', 'joao@acme.com.br');
  await sender.post(`${envelope}/enviar`, {});
  narrator.say('added Maria Silva and João Souza as signers and sent it');

  await sign(sender, narrator, 'Maria Silva', 'maria@acme.com.br', name);
  const deal = await narrator.until('a deal stands in RD Station CRM', () => onlyDeal(sender, title));
  await checkDeal(sender, narrator, deal.id, title, 1);

  await sign(sender, narrator, 'João Souza', 'joao@acme.com.br', name);
  await narrator.until('the second signer is linked to the same deal', async () => {
    const contacts = await contactsOf(sender, deal.id);
    return contacts.length === 2 ? contacts : null;
  });
  const all = await deals(sender, title);
  narrator.check('two signatures made one deal', all.length === 1, all);
  await checkHistory(person, narrator, name, deal.id);
}

async function upload(sender: Visitor, name: string): Promise<string> {
  const form = { nome: name, pasta: 'Contratos', meta_nome: 'empresa', meta_valor: company };
  const { path } = await sender.post('/clicksign/documentos', form);
  return path.split('?')[0]!.replace('/editar', '');
}

async function addSigner(sender: Visitor, envelope: string, nome: string, email: string): Promise<void> {
  await sender.post(`${envelope}/signatarios`, {
    nome,
    email,
    autenticacao: 'email',
    papel: 'sign',
    ordem: '1',
    recusavel: 'true',
  });
}

/** Opens the mail, follows its link, confirms the data, enters the token from the next mail. */
async function sign(
  sender: Visitor,
  narrator: Narrator,
  name: string,
  email: string,
  document: string,
): Promise<void> {
  const request = await newestMail(sender, email, document);
  const link = /class="button" href="([^"]+)"/.exec(request)?.[1];
  if (!link) throw new Error(`the mail to ${email} holds no link`);
  const { path } = await sender.get(link);
  const page = path.split('?')[0]!;
  await sender.post(`${page}/iniciar`, {});
  await sender.post(`${page}/dados`, { nome: name, cpf: '123.321.123-40' });
  const token = /id="token">([^<]+)</.exec(await newestMail(sender, email))?.[1] ?? '';
  await sender.post(`${page}/finalizar`, { token });
  narrator.say(`${name} signed, with the token from the inbox`);
}

/** Text of the newest mail to somebody, or of the newest about a document. */
async function newestMail(sender: Visitor, email: string, about = ''): Promise<string> {
  const { text } = await sender.get(`/clicksign/caixa-de-entrada?para=${encodeURIComponent(email)}`);
  for (const [, path] of text.matchAll(/href="(\/clicksign\/caixa-de-entrada\/[^"]+)"/g)) {
    const mail = await sender.get(path!);
    if (mail.text.includes(about)) return mail.text;
  }
  throw new Error(`no mail to ${email} arrived`);
}

const rd = (path: string) =>
  `/rdstation/api/v1${path}${path.includes('?') ? '&' : '?'}token=${DEMO_RDSTATION_TOKEN}`;

async function deals(sender: Visitor, title: string): Promise<RdDeal[]> {
  const found = await sender.json<{ deals: RdDeal[] }>(
    'GET',
    rd(`/deals?exact_name=true&name=${encodeURIComponent(title)}`),
  );
  return found.deals;
}

async function onlyDeal(sender: Visitor, title: string): Promise<RdDeal | null> {
  return (await deals(sender, title))[0] ?? null;
}

async function contactsOf(
  sender: Visitor,
  dealId: string,
): Promise<{ name: string; emails: { email: string }[] }[]> {
  return (
    await sender.json<{ contacts: { name: string; emails: { email: string }[] }[] }>(
      'GET',
      rd(`/deals/${dealId}/contacts`),
    )
  ).contacts;
}

async function checkDeal(
  sender: Visitor,
  narrator: Narrator,
  id: string,
  title: string,
  people: number,
): Promise<void> {
  const deal = await sender.json<RdDeal>('GET', rd(`/deals/${id}`));
  narrator.check(`its title is "${title}"`, deal.name === title, deal.name);
  narrator.check(
    'it stands in Vendas, stage Contrato assinado',
    deal.deal_pipeline?.name === 'Vendas' && deal.deal_stage.name === 'Contrato assinado',
    deal,
  );
  narrator.check('it is open', deal.win === null, deal.win);
  const contacts = await narrator.until('a contact is linked to it', async () => {
    const linked = await contactsOf(sender, id);
    return linked.length > 0 ? linked : null;
  });
  const maria = contacts.some((contact) => contact.emails.some(({ email }) => email === 'maria@acme.com.br'));
  narrator.check('it is Maria Silva, once', maria && contacts.length === people, contacts);
}

async function checkHistory(
  person: Visitor,
  narrator: Narrator,
  name: string,
  dealId: string,
): Promise<void> {
  const base = `/api/w/${demoWorkspaceId}`;
  const runs = await narrator.until('the history finds both runs by the file name', async () => {
    const page = await person.json<Page<RunSummary>>('GET', `${base}/runs?q=${encodeURIComponent(name)}`);
    return page.items.length === 2 && page.items.every((run) => run.status === 'completed')
      ? page.items
      : null;
  });
  const byDeal = await person.json<Page<RunSummary>>('GET', `${base}/runs?q=${dealId}`);
  narrator.check('the deal’s id finds them too', byDeal.items.length === 2, byDeal.items.length);
  const run = await person.json<Run>('GET', `${base}/runs/${runs.at(-1)!.id}`);
  const calls = run.steps.flatMap((step) => step.attempts.flatMap((attempt) => attempt.calls));
  narrator.check(
    'the run shows what Clicksign sent',
    run.event.body !== null && run.event.body.includes(name),
    run.event.title,
  );
  narrator.check(
    'and each request to RD Station with its answer',
    calls.length >= 3 && calls.every((call) => call.status === 200),
    calls.map((call) => `${call.method} ${call.status}`),
  );
  narrator.check('no token stands in it', !JSON.stringify(run).includes(DEMO_RDSTATION_TOKEN), 'a token');
}
