import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { World } from '#kit/conformance/world.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { changes } from './changes.ts';
import { heardEvents } from './event-names.ts';
import { DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY } from './emulator/demo.ts';
import { legacyContext, sendContract, withAccount } from '../../../test/support/clicksign-account.ts';
import { parse } from './parse.ts';
import { cancelDocument } from './v3/documents.ts';
import { envelopesNamed } from './v3/envelopes.ts';
import { webhooks } from './webhooks.ts';

const maria = { name: 'Maria Silva', email: 'maria@acme.com.br' };
const joao = { name: 'João Souza', email: 'joao@acme.com.br' };
const nobodyThere = 'http://127.0.0.1:9/hooks/lost';

async function readAll(context: ConnectionContext, from: number, to = Date.now() + 60_000): Promise<Json[]> {
  const bodies: Json[] = [];
  let cursor: Json | null = null;
  do {
    const page = await changes.read(context, { from, to }, cursor);
    bodies.push(...page.bodies);
    cursor = page.next;
  } while (cursor !== null);
  return bodies;
}

function keysOf(bodies: Json[]): string[] {
  return [...new Set(bodies.flatMap((body) => parse(body)).map((event) => event.dedupeKey))].toSorted();
}

/** The next moment by the clock, once it has come: what happens from here on is at it or later. */
async function momentAfterNow(): Promise<number> {
  const moment = Date.now() + 1;
  while (Date.now() < moment) await new Promise((resolve) => setImmediate(resolve));
  return moment;
}

function kindsOf(keys: string[]): string[] {
  return keys.map((key) => key.slice(0, key.indexOf(':'))).toSorted();
}

function sent(world: World): Json[] {
  return world.parts.deliveries.list().map((delivery) => JSON.parse(delivery.body) as Json);
}

async function liveThrough(world: World, more: JsonObject = {}): Promise<void> {
  const send = (body: JsonObject) => world.control('POST', '/quick-sign', { ...more, ...body });
  await send({ name: 'Completo', signers: [maria, joao] });
  const late = await send({ name: 'Prazo', signers: [maria, joao], sign: 1 });
  await world.control('POST', '/deadline', { document_key: at(late, 'document_key')! });
  const never = await send({ name: 'Ninguém', signers: [maria], sign: 0 });
  await world.control('POST', '/deadline', { document_key: at(never, 'document_key')! });
}

async function refuse(world: World): Promise<void> {
  const { document } = await sendContract(world);
  await world.control('POST', '/refuse', { document_key: document, email: joao.email, reasons: ['Valor'] });
  await cancelDocument(
    world.context(),
    (await envelopesNamed(world.context(), 'Contrato ACME'))[0]!.id,
    document,
  );
}

describe('reading what changed', () => {
  test('finds every fact that webhooks carried, under the same dedupe keys', () =>
    withAccount(async (world) => {
      const context = world.context();
      await webhooks.subscribe(context, { url: nobodyThere, events: [...heardEvents] });
      const from = Date.now();
      await liveThrough(world);
      await refuse(world);
      const lost = keysOf(sent(world));
      assert.deepEqual(kindsOf(lost), [
        'cancel',
        'cancel',
        'completed',
        'deadline',
        'refusal',
        'sign',
        'sign',
        'sign',
      ]);
      assert.deepEqual(keysOf(await readAll(context, from)), lost);
    }));

  test('gives bodies that offer the same data as the webhooks', () =>
    withAccount(async (world) => {
      const context = world.context();
      await webhooks.subscribe(context, { url: nobodyThere, events: ['sign'] });
      const from = Date.now();
      const path = '/Clientes/ACME Ltda/Contrato.pdf';
      await world.control('POST', '/quick-sign', { name: 'Contrato', path, signers: [maria, joao], sign: 1 });
      const [hooked] = sent(world).flatMap(parse);
      const [read] = (await readAll(context, from)).flatMap(parse);
      assert.deepEqual([read!.title, read!.terms], [hooked!.title, hooked!.terms]);
      assert.equal(read!.occurredAt, hooked!.occurredAt);
      for (const way of ['signer.email', 'signer.key', 'document.company', 'document.path', 'document.url']) {
        assert.notEqual(at(read!.data, way), undefined, way);
        assert.deepEqual(at(read!.data, way), at(hooked!.data, way), way);
      }
    }));

  test('does without API v1 where it does not know the document', () =>
    withAccount(async (world) => {
      const from = Date.now();
      await world.control('POST', '/quick-sign', { name: 'Contrato', signers: [maria] });
      const whole = keysOf(await readAll(world.context(), from));
      const body = { errors: ['Documento não encontrado'] };
      world.parts.faults.add({ match: { path: '/api/v1/' }, kind: 'status', params: { status: 404, body } });
      const bodies = await readAll(world.context(), from);
      assert.deepEqual(keysOf(bodies), whole);
      assert.equal(at(parse(bodies[0]!)[0]!.data, 'signer.email'), maria.email);
    }));

  test('reads all pages, and nothing from outside the range', () =>
    withAccount(async (world) => {
      await world.control('POST', '/quick-sign', { name: 'Antes', signers: [maria] });
      const from = await momentAfterNow();
      for (let number = 0; number < 45; number++) {
        await world.control('POST', '/quick-sign', { name: `Contrato ${number}`, signers: [maria] });
      }
      const keys = keysOf(await readAll(world.context(), from));
      assert.equal(keys.filter((key) => key.startsWith('sign:')).length, 45);
      assert.deepEqual(await readAll(world.context(), from - 3_600_000, from - 1_800_000), []);
    }));

  test('leaves out what happened to a document before the range', () =>
    withAccount(async (world) => {
      const { document } = await sendContract(world);
      await world.control('POST', '/sign', { document_key: document, email: maria.email });
      const from = await momentAfterNow();
      await world.control('POST', '/sign', { document_key: document, email: joao.email });
      const keys = keysOf(await readAll(world.context(), from));
      assert.deepEqual(kindsOf(keys), ['completed', 'sign']);
    }));

  test('reads all pages of an account without envelopes', () =>
    withAccount(async (world) => {
      const from = Date.now();
      const account = { account_key: DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY, signers: [maria] };
      for (let number = 0; number < 65; number++) {
        await world.control('POST', '/quick-sign', { ...account, name: `Contrato ${number}` });
      }
      const keys = keysOf(await readAll(legacyContext(world), from));
      assert.equal(keys.filter((key) => key.startsWith('sign:')).length, 65);
    }));

  test('finds the same in an account without envelopes', () =>
    withAccount(async (world) => {
      const context = legacyContext(world);
      await webhooks.subscribe(context, { url: nobodyThere, events: [...heardEvents] });
      const from = Date.now();
      await liveThrough(world, { account_key: DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY });
      assert.deepEqual(keysOf(await readAll(context, from)), keysOf(sent(world)));
    }));
});
