import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  Connection,
  InvitationLink,
  NewApiKey,
  NoticeRuleAnswer,
  Page,
  Run,
  RunSummary,
  Session,
  TwoFactorSecret,
} from '../../src/api/contract.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { dumpDatabase, placesOf, type Dump } from './dump.ts';
import { startProduct, type Product } from './product.ts';
import { eventually } from './waiting.ts';

const instanceSecret = 'instance-secret-no-one-may-read-0123456789';
const password = 'a password no one may read';
const mistyped = 'mistyped-token-no-one-may-keep';
const cpf = '123.321.123-40';
const noticeAddress = 'notice-address-no-one-may-read';
const file = 'Contrato com segredos.pdf';

let database: TestDatabase;
let product: Product;
let dump: Dump;
/** What may stand nowhere in clear, by what it is. */
const secrets = new Map<string, string>([
  ['the secret of the instance', instanceSecret],
  ['a password', password],
  ['a token that was refused', mistyped],
  ['a tax number', cpf],
]);

/** The demo workspace, seen by a program with the session of somebody who entered it. */
async function enter() {
  const person = new Visitor(product.hub);
  const { workspaces } = await person.json<{ workspaces: { id: string }[] }>('POST', '/api/session/demo', {});
  const base = `/api/w/${workspaces[0]!.id}`;
  const call = <Answer>(method: string, path: string, body?: unknown) =>
    person.json<Answer>(method, base + path, body);
  return { person, call };
}
type Call = Awaited<ReturnType<typeof enter>>['call'];

/** Gives both connections tokens made on the vendors' pages, after a wrong one; the other secrets come on the way. */
async function reconnect(call: Call, vendor: Visitor): Promise<Connection[]> {
  const made = await vendor.post('/clicksign/configuracoes/api/acessos', { descricao: 'Countersign' });
  const ofClicksign = /id="access-token">([^<]+)</.exec(made.text)![1]!;
  const profile = await vendor.get('/rdstation/perfil');
  const ofRd = [...profile.text.matchAll(/class="secret">([^<]+)</g)].at(-1)![1]!;
  secrets.set('the token of Clicksign', ofClicksign).set('the token of RD', ofRd);
  const all = await call<Connection[]>('GET', '/connections');
  // The built-in CRM has no credentials.
  const connections = all.filter(({ connector }) => ['clicksign', 'rdstation'].includes(connector));
  for (const { id, connector } of connections) {
    const give = (token: string) =>
      call('PUT', `/connections/${id}/credentials`, {
        credentials: connector === 'clicksign' ? { access_token: token } : { token },
      });
    await assert.rejects(give(mistyped));
    await give(connector === 'clicksign' ? ofClicksign : ofRd);
    const { endpoint } = await call<Connection>('GET', `/connections/${id}`);
    secrets.set(`the address of ${connector}`, new URL(endpoint!.url).pathname.split('/').at(-1)!);
  }
  const settings = await vendor.get('/clicksign/configuracoes/api');
  const webhook = await vendor.get(/href="([^"]+\/webhooks\/[^"]+)"/.exec(settings.text)![1]!);
  secrets.set('the key of signatures', /id="hmac-secret">([^<]+)</.exec(webhook.text)![1]!);
  return connections;
}

/** Somebody signs with their tax number, and RD's refusal of the deal repeats the token it was called with. */
async function failLoudly(vendor: Visitor): Promise<void> {
  const token = secrets.get('the token of RD')!;
  await product.control('rdstation', 'POST', '/faults', {
    kind: 'status',
    match: { method: 'POST', path: '/deals' },
    params: {
      status: 422,
      body: { errors: { token: [`${token} may not do this`], link: `https://x.example/?t=${token}` } },
      headers: { 'x-echo': token },
    },
  });
  const sent = await product.control<{ signers: { request_signature_key: string }[] }>(
    'clicksign',
    'POST',
    '/quick-sign',
    { name: file, sign: 0, signers: [{ name: 'Maria Silva', email: 'maria@acme.com.br' }] },
  );
  const key = sent.signers[0]!.request_signature_key;
  secrets.set('the key of a signing page', key);
  await vendor.post(`/clicksign/sign/${key}/iniciar`, {});
  await vendor.post(`/clicksign/sign/${key}/dados`, { nome: 'Maria Silva', cpf });
  const inbox = await vendor.get('/clicksign/caixa-de-entrada?para=maria@acme.com.br');
  const mail = await vendor.get(/href="(\/clicksign\/caixa-de-entrada\/[^"]+)"/.exec(inbox.text)![1]!);
  await vendor.post(`/clicksign/sign/${key}/finalizar`, {
    token: /id="token">([^<]+)</.exec(mail.text)![1]!,
  });
}

/** A workspace of one's own: an account with a second factor, an invitation, a forgotten password, places for notices. */
async function settleDown(person: Visitor): Promise<void> {
  const account = { name: 'Ana Souza', email: 'ana@acme.com.br', password };
  const { workspaces } = await person.json<Session>('POST', '/api/workspaces', { name: 'Real', account });
  const at = `/api/w/${workspaces.find(({ demo }) => !demo)!.id}`;
  const factor = await person.json<TwoFactorSecret>('POST', '/api/account/two-factor', { password });
  secrets.set('the key of a second factor', factor.secret).set('a backup code', factor.backupCodes[0]!);
  const guest = { email: 'rui@acme.com.br', role: 'viewer' };
  const { link } = await person.json<InvitationLink>('POST', `${at}/invitations`, guest);
  secrets.set('an invitation', new URL(link).searchParams.get('token')!);
  await person.json('POST', '/api/session/forgot', { email: account.email });
  secrets.set('a link to a new password', await eventually('the mail with the link', mailedToken));
  const rule = {
    kinds: ['run.failed'],
    channel: 'webhook',
    url: `https://example.com/hook/${noticeAddress}`,
  };
  const { signingSecret } = await person.json<NoticeRuleAnswer>('POST', `${at}/notices`, rule);
  secrets.set('an address of notices', noticeAddress).set('the key of notices', signingSecret!);
}

async function mailedToken(): Promise<string | null> {
  const mails = await fetch(`${product.emulators}/mailbox/messages.json`);
  return /reset\?token=([\w-]+)/.exec(await mails.text())?.[1] ?? null;
}

let shown = '';
before(async () => {
  database = await createTestDatabase();
  const settings = { DATABASE_URL: database.connectionString, COUNTERSIGN_SECRET: instanceSecret };
  product = await startProduct({ ...settings, COUNTERSIGN_LOG: 'trace' });
  const vendor = new Visitor(product.emulators);
  const { person, call } = await enter();
  const connections = await reconnect(call, vendor);
  secrets.set(
    'an API key',
    (await call<NewApiKey>('POST', '/keys', { name: 'Reader', role: 'viewer' })).secret,
  );
  await failLoudly(vendor);
  const failed = await eventually('the run failed', async () => {
    const { items } = await call<Page<RunSummary>>('GET', '/runs?status=failed');
    return items[0] ?? null;
  });
  // A refusal of the credentials that repeats them is kept as the connection's reason.
  const echo = { errors: [{ detail: `No entry for ${secrets.get('the token of Clicksign')}` }] };
  await product.control('clicksign', 'POST', '/faults', {
    kind: 'status',
    params: { status: 401, body: echo },
  });
  const clicksign = connections.find(({ connector }) => connector === 'clicksign')!;
  const tested = await call('POST', `/connections/${clicksign.id}/test`, {});
  const run = await call<Run>('GET', `/runs/${failed.id}`);
  shown = JSON.stringify([tested, run, await call('GET', '/events')]);
  await settleDown(person);
  dump = await dumpDatabase(database.pool);
});
after(async () => {
  await product?.stop();
  await database[Symbol.asyncDispose]();
});

describe('what is secret stands nowhere in clear', () => {
  test('the search sees all of the database: it finds what is not secret, in texts and in bytes', () => {
    const places = placesOf(dump, file);
    assert.ok(places.length >= 3, places.join(', '));
    assert.ok(placesOf(dump, 'may not do this').length > 0, 'the vendor’s answer is kept');
    assert.equal(secrets.size, 17, [...secrets.keys()].join(', '));
  });

  test('not in any table', () => {
    const found = [...secrets].flatMap(([what, secret]) =>
      placesOf(dump, secret).map((place) => `${what}: ${place}`),
    );
    assert.deepEqual(found, []);
    const links = [...dump].filter(([, held]) => /X-Amz-Signature=(?!•)/.test(held)).map(([place]) => place);
    assert.deepEqual(links, [], 'signed links to files');
  });

  test('not in what the processes say, whatever they log', () => {
    const said: Dump = new Map([['log', product.said()]]);
    assert.ok(product.said().includes('"level"'), 'there is a log');
    const found = [...secrets].filter(([, secret]) => placesOf(said, secret).length > 0);
    assert.deepEqual(
      found.map(([what]) => what),
      [],
    );
  });

  test('not in what the API shows of the failed run', () => {
    for (const words of ['may not do this', 'No entry for']) assert.ok(shown.includes(words), words);
    const found = [...secrets].filter(([, secret]) => placesOf(new Map([['api', shown]]), secret).length > 0);
    assert.deepEqual(
      found.map(([what]) => what),
      [],
    );
  });
});
