import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve } from '@hono/node-server';
import { Client, Signature } from '@hubspot/api-client';
import { Hono } from 'hono';
import { startEmulators, type RunningEmulators } from '../../emulators.ts';
import { systemClock } from '#std/clock.ts';
import {
  DEMO_HUBSPOT_APP_ID,
  DEMO_HUBSPOT_CLIENT_ID,
  DEMO_HUBSPOT_CLIENT_SECRET,
  DEMO_HUBSPOT_DEVELOPER_KEY,
  DEMO_HUBSPOT_PRIVATE_TOKEN,
  DEMO_HUBSPOT_REFRESH_TOKEN,
} from './demo.ts';

/** Posts caught by a receiver of webhooks. */
interface Post {
  url: string;
  body: string;
  headers: Record<string, string>;
}

// HubSpot's own client, unmodified: what it understands, HubSpot would have said.
let running: RunningEmulators;
let basePath: string;
let client: Client;
before(async () => {
  running = await startEmulators({
    port: 0,
    host: '127.0.0.1',
    dataFolder: null,
    controlToken: 'emulator',
    clock: systemClock,
    random: () => 0,
  });
  basePath = `${running.origin}/hubspot`;
  client = new Client({ accessToken: DEMO_HUBSPOT_PRIVATE_TOKEN, basePath });
  await fetch(`${basePath}/_emulator/settings`, {
    method: 'PUT',
    headers: { authorization: 'Bearer emulator', 'content-type': 'application/json' },
    body: JSON.stringify({ searchLagMs: 0 }),
  });
});
after(() => running.close());
const make = (email: string) =>
  client.crm.contacts.basicApi.create({ properties: { email, firstname: 'Saga' } });

describe('the official SDK, with records', () => {
  test('creates, reads, changes, lists and archives contacts', async () => {
    const made = await make('sdk-1@example.com');
    const api = client.crm.contacts.basicApi;
    await api.update(made.id, { properties: { city: 'Umeå' } });
    const read = await api.getById(made.id, ['city', 'email'], ['city'], ['companies']);
    assert.equal(read.properties['city'], 'Umeå');
    assert.equal(read.propertiesWithHistory?.['city']?.[0]?.value, 'Umeå');
    assert.ok(read.createdAt instanceof Date);
    const page = await api.getPage(10);
    assert.equal(page.paging?.next?.after, '111');
    await api.archive(made.id);
    await assert.rejects(api.getById(made.id), { code: 404 });
  });

  test('is told of a duplicate by the status and the existing id', async () => {
    const made = await make('sdk-2@example.com');
    await assert.rejects(make('sdk-2@example.com'), (error: { code: number; body: { message: string } }) => {
      return error.code === 409 && error.body.message.endsWith(`Existing ID: ${made.id}`);
    });
  });

  test('works in batches', async () => {
    const api = client.crm.contacts.batchApi;
    const made = await api.create({
      inputs: ['b1', 'b2'].map((name) => ({
        properties: { email: `${name}@example.com` },
        associations: [],
      })),
    });
    assert.equal(made.results.length, 2);
    const inputs = made.results.map(({ id }) => ({ id }));
    const read = await api.read({
      inputs: [...inputs, { id: '99999999' }],
      properties: ['email'],
      propertiesWithHistory: [],
    });
    assert.equal(read.results.length, 2);
    assert.equal('numErrors' in read && read.numErrors, 1);
    const upserted = await api.upsert({
      inputs: [{ id: 'b3@example.com', idProperty: 'email', properties: { city: 'Oslo' } }],
    });
    assert.equal(upserted.results[0]?._new, true);
    await api.archive({ inputs });
  });

  test('searches', async () => {
    await make('sdk-3@example.com');
    const filter = { propertyName: 'email', operator: 'EQ' as never, value: 'sdk-3@example.com' };
    const found = await client.crm.contacts.searchApi.doSearch({
      filterGroups: [{ filters: [filter] }],
      properties: ['email'],
      limit: 10,
      sorts: ['-createdate'],
    });
    assert.equal(found.total, 1);
    assert.equal(found.results[0]?.properties['email'], 'sdk-3@example.com');
  });

  test('links records and reads links, labels and definitions', async () => {
    const made = await make('sdk-4@example.com');
    const api = client.crm.associations.v4;
    await api.basicApi.createDefault('contacts', made.id, 'companies', '101');
    const page = await api.basicApi.getPage('contacts', made.id, 'companies');
    assert.deepEqual(page.results[0]?.associationTypes.map((type) => type.typeId).sort(), [1, 279]);
    const labels = await api.schema.definitionsApi.getAll('contacts', 'companies');
    assert.deepEqual(
      labels.results.map((label) => label.typeId),
      [279, 1],
    );
    const read = await api.batchApi.getPage('contacts', 'companies', { inputs: [{ id: made.id }] });
    assert.equal(read.results[0]?._from.id, made.id);
    await api.basicApi.archive('contacts', made.id, 'companies', '101');
    assert.equal((await api.basicApi.getPage('contacts', made.id, 'companies')).results.length, 0);
  });
});

describe('the official SDK, beside records', () => {
  test('reads and makes properties, pipelines, owners, lists, forms and schemas', async () => {
    const { crm, marketing } = client;
    const made = await crm.properties.coreApi.create('contacts', {
      name: 'sdk_number',
      label: 'SDK number',
      type: 'string' as never,
      fieldType: 'text' as never,
      groupName: 'contactinformation',
      hasUniqueValue: true,
    });
    assert.equal(made.hasUniqueValue, true);
    assert.ok((await crm.properties.coreApi.getAll('contacts')).results.length > 40);
    const pipelines = await crm.pipelines.pipelinesApi.getAll('deals');
    assert.deepEqual(
      pipelines.results.map((one) => one.id),
      ['default', 'renewals'],
    );
    assert.equal((await crm.owners.ownersApi.getPage()).results.length, 4);
    assert.equal((await crm.schemas.coreApi.getAll()).results[0]?.name, 'agreement');
    const { list } = await crm.lists.listsApi.create({
      name: 'SDK',
      objectTypeId: '0-1',
      processingType: 'MANUAL',
    });
    const added = await crm.lists.membershipsApi.add(list.listId, ['101', '999999']);
    assert.deepEqual([added.recordsIdsAdded, added.recordIdsMissing], [['101'], ['999999']]);
    assert.equal((await marketing.forms.formsApi.getPage()).results.length, 2);
  });

  test('gets tokens by OAuth, tells what they are, and puts events on timelines', async () => {
    const oauth = new Client({ basePath }).oauth;
    const asked = [
      'refresh_token',
      undefined,
      undefined,
      DEMO_HUBSPOT_CLIENT_ID,
      DEMO_HUBSPOT_CLIENT_SECRET,
    ] as const;
    const tokens = await oauth.tokensApi.create(...asked, DEMO_HUBSPOT_REFRESH_TOKEN);
    assert.equal((await oauth.accessTokensApi.get(tokens.accessToken)).appId, DEMO_HUBSPOT_APP_ID);
    const developer = new Client({ developerApiKey: DEMO_HUBSPOT_DEVELOPER_KEY, basePath });
    const template = await developer.crm.timeline.templatesApi.create(DEMO_HUBSPOT_APP_ID, {
      name: 'Signed',
      objectType: 'contacts',
      headerTemplate: 'Signed {{name}}',
      tokens: [{ name: 'name', label: 'Name', type: 'string' as never }],
    });
    const app = new Client({ accessToken: tokens.accessToken, basePath });
    const event = await app.crm.timeline.eventsApi.create({
      eventTemplateId: template.id,
      objectId: '101',
      tokens: { name: 'Lease' },
    });
    assert.equal(event.objectType, 'contacts');
  });

  test('accepts the signatures of the webhooks it subscribed to', async (t) => {
    const { url, posts, close } = await receiver();
    t.after(close);
    const webhooks = new Client({ developerApiKey: DEMO_HUBSPOT_DEVELOPER_KEY, basePath }).webhooks;
    await webhooks.settingsApi.configure(DEMO_HUBSPOT_APP_ID, {
      targetUrl: url,
      throttling: { maxConcurrentRequests: 10 },
    });
    const subscription = { eventType: 'contact.creation' as never, active: true };
    await webhooks.subscriptionsApi.create(DEMO_HUBSPOT_APP_ID, subscription);
    await make('sdk-5@example.com');
    const post = await posts;
    const signed = {
      clientSecret: DEMO_HUBSPOT_CLIENT_SECRET,
      requestBody: post.body,
      url: post.url,
      method: 'POST',
    };
    const timestamp = Number(post.headers['x-hubspot-request-timestamp']);
    const v3 = post.headers['x-hubspot-signature-v3']!;
    assert.ok(Signature.isValid({ ...signed, signatureVersion: 'v3', signature: v3, timestamp }));
    assert.ok(
      Signature.isValid({
        ...signed,
        signatureVersion: 'v1',
        signature: post.headers['x-hubspot-signature']!,
      }),
    );
    assert.ok(
      !Signature.isValid({
        ...signed,
        url: `${post.url}?`,
        signatureVersion: 'v3',
        signature: v3,
        timestamp,
      }),
    );
  });
});

/** A receiver whose `posts` resolves with the first webhook. */
async function receiver() {
  let caught: (post: Post) => void = () => undefined;
  const posts = new Promise<Post>((resolve) => (caught = resolve));
  const app = new Hono();
  app.post('*', async (c) => {
    caught({ url: c.req.url, body: await c.req.text(), headers: c.req.header() });
    return c.text('ok');
  });
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started as Server),
    );
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, posts, close: () => void server.close() };
}
