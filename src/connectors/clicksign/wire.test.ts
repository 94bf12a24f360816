import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorResponse, type VendorRequest } from '#kit/http.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import { systemClock } from '#std/clock.ts';
import { cancelV1Document, notifyV1 } from './v1/documents.ts';
import { pathOf } from './client.ts';
import { deleteDraft, pageOfEnvelopes, readEnvelope } from './v3/envelopes.ts';
import { readFolders, readTemplates } from './v3/library.ts';
import { changeWebhook, createWebhook } from './v3/webhooks.ts';

interface Script {
  context: ConnectionContext;
  asked: VendorRequest[];
}

/** A connection whose vendor answers from a list. */
function script(...answers: [status: number, body: Json][]): Script {
  const asked: VendorRequest[] = [];
  const context: ConnectionContext = {
    connection: { id: 'c', workspaceId: 'w', name: 'n', environment: 'sandbox', auth: 'token', settings: {} },
    credentials: { access_token: ' T0KEN ' },
    origins: { api: 'https://sandbox.clicksign.com' },
    clock: systemClock,
    cached: (_key, _ttl, load) => load(),
    http: (request) => {
      asked.push(request);
      const [status, body] =
        answers.shift() ?? assert.fail(`nobody expected ${request.method} ${request.url}`);
      return Promise.resolve(
        new VendorResponse(status, {}, Buffer.from(body === null ? '' : JSON.stringify(body))),
      );
    },
  };
  return { context, asked };
}

const envelope = (id: string) => ({ id, type: 'envelopes', attributes: { name: id, status: 'running' } });
const hook = {
  id: 'w1',
  attributes: { endpoint: 'https://x', secret: 's', status: 'active', events: ['sign'] },
};

describe('on the wire', () => {
  test('v3 gets the bare token and the JSON:API media type, and no token in the address', async () => {
    const { context, asked } = script([200, { data: envelope('E') }]);
    await readEnvelope(context, 'E');
    const media = 'application/vnd.api+json';
    assert.deepEqual(asked[0]!.headers, { authorization: 'T0KEN', accept: media, 'content-type': media });
    assert.equal(asked[0]!.url, 'https://sandbox.clicksign.com/api/v3/envelopes/E');
    assert.equal(asked[0]!.query, undefined);
  });

  test('v1 gets the token in the query, plain JSON, and no Authorization', async () => {
    const { context, asked } = script([200, { document: { key: 'D' } }], [202, null]);
    await cancelV1Document(context, 'D');
    await notifyV1(context, 'R', 'Oi');
    assert.deepEqual(
      asked.map((each) => each.query),
      [{ access_token: 'T0KEN' }, { access_token: 'T0KEN' }],
    );
    assert.deepEqual(asked[0]!.headers, { accept: 'application/json', 'content-type': 'application/json' });
    assert.deepEqual(asked[1]!.json, { request_signature_key: 'R', message: 'Oi' });
  });

  test('nothing is sent without a token', async () => {
    const { context, asked } = script();
    const bare = { ...context, credentials: {} };
    const refused = (error: unknown) => error instanceof VendorError && error.reach === 'not_sent';
    await assert.rejects(readEnvelope(bare, 'E'), refused);
    assert.equal(asked.length, 0);
  });

  test('a webhook is created and changed as JSON:API resources', async () => {
    const { context, asked } = script([201, { data: hook }], [200, { data: hook }]);
    await createWebhook(context, { url: 'https://x', events: ['sign'] });
    await changeWebhook(context, 'w1', ['sign']);
    const created = {
      type: 'webhooks',
      attributes: { endpoint: 'https://x', status: 'active', events: ['sign'] },
    };
    assert.deepEqual(asked[0]!.json, { data: created });
    const changed = { id: 'w1', type: 'webhooks', attributes: { status: 'active', events: ['sign'] } };
    assert.deepEqual([asked[1]!.method, asked[1]!.json], ['PATCH', { data: changed }]);
  });

  test('a list is read page by page until the last, by link or by count', async () => {
    const item = (name: string) => ({ id: name, attributes: { name } });
    const last = 'https://sandbox.clicksign.com/api/v3/templates?page%5Bnumber%5D=2&page%5Bsize%5D=20';
    const byLink = script(
      [200, { data: [item('A')], links: { last } }],
      [200, { data: [item('B')], links: { last } }],
    );
    assert.deepEqual(
      (await readTemplates(byLink.context)).map(({ name }) => name),
      ['A', 'B'],
    );
    assert.deepEqual(
      byLink.asked.map((each) => each.query?.['page[number]']),
      [1, 2],
    );
    const meta = { record_count: 21 };
    const byCount = script([200, { data: [item('A')], meta }], [200, { data: [item('B')], meta }]);
    assert.equal((await readTemplates(byCount.context)).length, 2);
  });

  test('a page that comes back empty ends the reading, whatever the links say', async () => {
    const last = 'https://x/?page[number]=900';
    const { context, asked } = script([200, { data: [], links: { last } }]);
    assert.deepEqual((await pageOfEnvelopes(context, {}, 1)).items, []);
    assert.deepEqual(await readTemplates(script([200, { data: [], links: { last } }]).context), []);
    assert.equal(asked.length, 1);
  });

  test('ids are escaped in paths', () => {
    assert.equal(
      pathOf`/api/v3/envelopes/${'a/../b?c'}/documents`,
      '/api/v3/envelopes/a%2F..%2Fb%3Fc/documents',
    );
  });

  test('an answer in another shape is not taken for an envelope, and may have happened', async () => {
    const { context } = script([200, { data: { id: 7 } }]);
    const unclear = (error: unknown) =>
      error instanceof VendorError && error.kind === 'unavailable' && error.reach === 'unknown';
    await assert.rejects(readEnvelope(context, 'E'), unclear);
  });

  test('a deleted draft answers with nothing, and a missing envelope reads as null', async () => {
    await deleteDraft(script([204, null]).context, 'E');
    assert.equal(await readEnvelope(script([404, { errors: [] }]).context, 'E'), null);
  });

  test('folders are given by their whole way', async () => {
    const folder = (id: string, name: string, path: string) => ({ id, attributes: { name, path } });
    const data = [
      folder('1', 'Clientes', ''),
      folder('2', 'ACME', '/Clientes'),
      folder('3', 'X', 'Clientes/ACME'),
    ];
    const { context } = script([200, { data }]);
    const paths = (await readFolders(context)).map(({ path }) => path);
    assert.deepEqual(paths, ['/Clientes', '/Clientes/ACME', '/Clientes/ACME/X']);
  });
});
