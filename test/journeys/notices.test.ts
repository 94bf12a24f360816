import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { NoticeDelivery, NoticeRuleAnswer, Page, RunSummary } from '../../src/api/contract.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import type { Post } from '../../src/demo/chat/chat.ts';
import type { ReceivedMail } from '../../src/demo/mailbox/mailbox.ts';
import { startProduct, type Product } from './product.ts';
import { createStory } from './story.ts';
import { eventually } from './waiting.ts';

const file = 'Contrato ACME.pdf';

let product: Product;
let call: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

before(async () => {
  product = await startProduct({ COUNTERSIGN_LOG: 'warn' });
  const person = new Visitor(product.hub);
  const { workspaces } = await person.json<{ workspaces: { id: string }[] }>('POST', '/api/session/demo', {});
  call = (method, path, body) => person.json(method, `/api/w/${workspaces[0]!.id}${path}`, body);
});
after(() => product?.stop());

const read = async <Answer>(path: string) =>
  (await (await fetch(`${product.emulators}${path}`)).json()) as Answer;
const mails = async () => (await read<{ mails: ReceivedMail[] }>('/mailbox/messages.json')).mails;
const posts = async (place: Post['place']) =>
  (await read<{ posts: Post[] }>('/chat/messages.json')).posts.filter((post) => post.place === place);
const said = (post: Post) => JSON.stringify(post.payload);

/** Waits for a message of each kind of destination. */
async function toldEverywhere(mail: RegExp, phase: string): Promise<ReceivedMail> {
  const found = await eventually(
    `a mail about ${phase}`,
    async () => (await mails()).find(({ subject }) => mail.test(subject)) ?? null,
  );
  await eventually(
    `Slack about ${phase}`,
    async () => (await posts('slack')).find((post) => post.status === 200 && mail.test(said(post))) ?? null,
  );
  await eventually(
    `Teams about ${phase}`,
    async () => (await posts('teams')).find((post) => post.status === 202 && mail.test(said(post))) ?? null,
  );
  const hook = await eventually(
    `a signed post about ${phase}`,
    async () => (await posts('webhook')).find((post) => said(post).includes(`"phase":"${phase}"`)) ?? null,
  );
  assert.equal(hook.signed, true);
  return found;
}

describe('a failure is told, and that it is fixed', () => {
  const step = createStory();

  step('somebody says who is told, and a test reaches everybody', async () => {
    const kinds = ['run.failed'];
    const chat = `${product.emulators}/chat`;
    await call('POST', '/notices', {
      kinds,
      channel: 'email',
      emails: ['ana@acme.example'],
      locale: 'pt-BR',
    });
    await call('POST', '/notices', {
      kinds,
      channel: 'slack',
      url: `${chat}/slack/T0/B0/vendas`,
      locale: 'pt-BR',
    });
    await call('POST', '/notices', { kinds, channel: 'teams', url: `${chat}/teams/vendas`, locale: 'pt-BR' });
    const made = await call<NoticeRuleAnswer>('POST', '/notices', {
      ...{ kinds, channel: 'webhook', url: `${chat}/webhook/vendas` },
    });
    await fetch(`${chat}/webhook/vendas/secret`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: made.signingSecret }),
    });
    const [tested] = await call<NoticeDelivery[]>('POST', `/notices/${made.rule.id}/test`, {});
    assert.equal(tested!.status, 'sent');
    assert.equal((await posts('webhook'))[0]!.signed, true);
  });

  step('a run that fails is told by mail, in two chats and by a signed post', async () => {
    await product.control('rdstation', 'POST', '/faults', {
      ...{ kind: 'status', match: { method: 'POST', path: '/deals' } },
      params: { status: 422, body: { errors: { name: ['is invalid'] } } },
    });
    await product.control('clicksign', 'POST', '/quick-sign', {
      ...{ name: file, sign: 1, signers: [{ name: 'Maria Silva', email: 'maria@acme.com.br' }] },
    });
    const mail = await toldEverywhere(/uma execução falhou/, 'began');
    assert.deepEqual(mail.to, ['ana@acme.example']);
    assert.match(mail.text, /Contrato ACME\.pdf/);
    const { items } = await call<Page<RunSummary>>('GET', '/runs?status=failed');
    assert.ok(mail.links.some((link) => link.endsWith(`/runs/${items[0]!.id}`)));
  });

  step('its retry succeeds, and everybody hears that it is fixed', async () => {
    await product.control('rdstation', 'DELETE', '/faults');
    const { items } = await call<Page<RunSummary>>('GET', '/runs?status=failed');
    await call('POST', `/runs/${items[0]!.id}/retry`, {});
    await toldEverywhere(/Resolvido: /, 'fixed');
  });

  step('each message was sent once, and the list says so', async () => {
    const { items } = await call<Page<NoticeDelivery>>('GET', '/notices/deliveries');
    assert.equal(items.length, 9);
    assert.deepEqual([...new Set(items.map(({ status, tries }) => `${status} ${tries}`))], ['sent 1']);
    assert.equal((await mails()).length, 2);
    assert.equal((await posts('webhook')).length, 3);
  });
});
