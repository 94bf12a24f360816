import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { z } from '@hono/zod-openapi';
import {
  storeConnection,
  storeEndpoint,
  storeEvent,
  storeRun,
  storeWorkflow,
} from '#history/stored.fixture.ts';
import { idAt, newId, showId } from '#std/id.ts';
import { forgetOldEntries } from '../../audit/store.ts';
import { addKey } from '../auth/api-keys.ts';
import type { AuditEntry, Page } from '../contract.ts';
import { openHouse, toyDefinition } from '../house.fixture.ts';
import type { House, Workspace } from '../house.fixture.ts';
import { mayChange } from '../route.ts';
import type { Route } from '../route.ts';

let house: House;
let acme: Workspace;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
});
beforeEach(() => house.database.pool.query('delete from audit_log'));
after(() => house[Symbol.asyncDispose]());

/** One of everything a path can name, new. With an endpoint the connection cannot be shown: what is sealed there does not open. */
async function furnish(sealed = false): Promise<Record<string, string>> {
  const { pool } = house.database;
  await pool.query(`delete from endpoints where url_secret_sealed = ''`);
  const connection = await storeConnection(pool, acme.id, `Toy ${newId()}`);
  const secret = sealed ? await storeEndpoint(pool, acme.id, connection) : newId();
  const workflow = await storeWorkflow(pool, acme.id, toyDefinition(connection));
  const event = await storeEvent(pool, { workspaceId: acme.id, sourceId: connection });
  const run = await storeRun(pool, { workspaceId: acme.id, workflowId: workflow, eventId: event });
  const key = await addKey(pool, acme.id, { name: 'one', role: 'viewer', by: null }, Date.now());
  const rule = newId();
  await pool.query(
    `insert into notice_rules (workspace_id, id, kinds, channel, emails) values ($1, $2, '{run.failed}', 'email', '{ana@acme.example}')`,
    [acme.id, rule],
  );
  return {
    rule: showId('rule', rule),
    workspace: showId('workspace', acme.id),
    connection: showId('connection', connection),
    workflow: showId('workflow', workflow),
    run: showId('run', run),
    ...{ secret, loader: 'stages', key: key.key.id },
    ...{ object: 'contact', property: 'city', pipeline: 'default', record: showId('record', newId()) },
  };
}

async function entries(query = ''): Promise<AuditEntry[]> {
  const answer = await acme.as.admin('GET', `${acme.path}/audit${query}`);
  assert.equal(answer.status, 200);
  return ((await answer.json()) as Page<AuditEntry>).items;
}

const canary = 'canary-5f1c9e0a';
const wordy = { type: 'string' };

/** A body that a route takes, made from its schema: every text in it is the canary, where it is free to be. */
function bodyFor(route: Route, names: Record<string, string>): unknown {
  if (!route.body) return undefined;
  const known: Record<string, object> = {
    'POST /w/{workspace}/connections': {
      ...{ connector: 'toy', name: 'x', environment: 'live', authMethod: 'token' },
      credentials: { token: canary },
    },
    'PUT /w/{workspace}/connections/{connection}/credentials': { credentials: { token: canary } },
    'POST /w/{workspace}/connections/{connection}/secrets': { secret: canary },
    'POST /w/{workspace}/runs/bulk': { action: 'retry', filter: { q: canary } },
    'POST /session/sign-in': { email: `${canary}@acme.example`, password: `${canary} password` },
  };
  byKey['definition'] = toyDefinition(names['connection']!);
  return (
    known[`${route.method.toUpperCase()} ${route.path}`] ??
    sampleOf(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }) as JsonSchema)
  );
}

const byKey: Record<string, unknown> = {
  email: 'new@acme.example',
  timeZone: 'UTC',
  name: 'Renamed',
  stepId: 'deal',
};

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  minLength?: number;
  minimum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  $ref?: string;
}

function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (branch) return sampleOf(branch);
  if (schema.format === 'email') return `${canary}@acme.example`;
  if (schema.format === 'date-time') return '2026-11-01T00:00:00Z';
  if (schema.type === 'string') return canary.padEnd(schema.minLength ?? 0, 'x');
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return false;
  if (schema.type === 'array') return [sampleOf(schema.items ?? wordy)];
  return Object.fromEntries(
    (schema.required ?? []).map((key) => [key, byKey[key] ?? sampleOf(schema.properties?.[key] ?? wordy)]),
  );
}

describe('every route that may change something', () => {
  test('leaves one row, and nothing of what was sent', async () => {
    const routes = house.api.routes.filter(mayChange);
    assert.ok(routes.length > 25);
    for (const route of routes) {
      const { pool } = house.database;
      const names = await furnish(route.path.includes('{secret}'));
      await pool.query('delete from audit_log');
      await pool.query('delete from tries').catch(() => undefined);
      const path = `/api${route.path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? showId('person', newId()))}`;
      const ask = route.needs === null ? house.nobody : acme.as.owner;
      const answer = await ask(route.method.toUpperCase(), path, bodyFor(route, names));
      const label = `${route.method} ${route.path} (${answer.status} ${await answer.text()})`;
      const { rows } = await pool.query<{ route: string; outcome: string }>('select * from audit_log');
      assert.equal(rows.length, 1, label);
      assert.equal(rows[0]?.route, `${route.method.toUpperCase()} ${route.path}`);
      assert.notEqual(rows[0]?.outcome, 'unknown', label);
      assert.ok(!JSON.stringify(rows).includes(canary), `${label}: ${JSON.stringify(rows)}`);
    }
  });
});

describe('the audit log', () => {
  test('says who changed what from what to what, by names', async () => {
    const { workflow } = await furnish();
    const key = await acme.as.owner('POST', `${acme.path}/keys`, { name: 'CI', role: 'editor' });
    await acme.as.owner('PATCH', acme.path, { name: 'Acme', timeZone: 'Europe/Berlin' });
    await acme.as.editor('POST', `${acme.path}/workflows/${workflow}/pause`, {});
    const [paused, changed, made] = await entries();
    assert.deepEqual(paused?.subjects, [{ kind: 'workflow', id: workflow, name: 'Signed' }]);
    assert.deepEqual(paused?.changes, [{ field: 'status', from: 'published', to: 'paused' }]);
    assert.equal(paused?.actor.name, 'editor');
    assert.deepEqual(changed?.changes, [{ field: 'timeZone', from: 'UTC', to: 'Europe/Berlin' }]);
    const { key: shown, secret } = (await key.json()) as { key: { id: string }; secret: string };
    assert.deepEqual(made?.subjects, [{ kind: 'key', id: shown.id, name: 'CI' }]);
    assert.ok(!JSON.stringify(made).includes(secret));
  });

  test('what a key does is told by the key’s name', async () => {
    const { connection } = await furnish(true);
    const made = await acme.as.owner('POST', `${acme.path}/keys`, { name: 'Deploys', role: 'admin' });
    const { secret } = (await made.json()) as { secret: string };
    const asKey = house.with({ authorization: `Bearer ${secret}` });
    const answer = await asKey('PATCH', `${acme.path}/connections/${connection}`, { name: 'Renamed' });
    assert.equal(answer.status, 500, 'the sealed address of the fixture cannot be opened');
    const [entry] = await entries();
    assert.equal(`${entry?.actor.kind} ${entry?.actor.name}`, 'key Deploys');
    assert.deepEqual(
      entry?.changes.map(({ field, to }) => [field, to]),
      [['name', 'Renamed']],
    );
    assert.equal(entry?.outcome, 'internal');
  });

  test('whoever may not is noted; whoever is not signed in leaves nothing', async () => {
    const { workflow } = await furnish();
    await acme.as.viewer('POST', `${acme.path}/workflows/${workflow}/pause`, {});
    await house.nobody('POST', `${acme.path}/workflows/${workflow}/pause`, {});
    const all = await entries();
    assert.deepEqual(
      all.map(({ actor, outcome }) => [actor.name, outcome]),
      [['viewer', 'forbidden']],
    );
  });

  test('signing in is told to the workspaces of whoever signed in, a wrong password too', async () => {
    const other = await house.workspace('Other');
    await house.database.pool.query('delete from audit_log');
    const email = 'editor@acme.example';
    const right = { email, password: 'correct horse battery' };
    await house.nobody('POST', '/api/session/sign-in', right);
    await house.nobody('POST', '/api/session/sign-in', { email, password: 'wrong horse battery' });
    await house.nobody('POST', '/api/session/sign-in', {
      email: 'hunter2@typed.example',
      password: 'x'.repeat(12),
    });
    const told = (await entries()).map(({ actor, outcome }) => [actor.kind, actor.name, outcome]);
    assert.deepEqual(told, [
      ['nobody', email, 'unauthenticated'],
      ['person', 'editor', 'ok'],
    ]);
    const seen = await other.as.owner('GET', `${other.path}/audit`);
    assert.deepEqual(((await seen.json()) as Page<AuditEntry>).items, []);
  });

  test('is read by who, what, time and outcome, page by page, and by nobody below an admin', async () => {
    const { workflow } = await furnish();
    for (const verb of ['pause', 'resume', 'pause']) {
      await acme.as.owner('POST', `${acme.path}/workflows/${workflow}/${verb}`, {});
    }
    await acme.as.editor('POST', `${acme.path}/keys`, { name: 'x', role: 'viewer' });
    assert.equal((await entries('?who=OWN')).length, 3);
    assert.deepEqual(
      (await entries('?noun=workflows&refused=true')).map((one) => one.outcome),
      [],
    );
    assert.equal((await entries('?refused=true'))[0]?.actor.name, 'editor');
    assert.equal(
      (await entries(`?from=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).length,
      0,
    );
    const first = (await (
      await acme.as.admin('GET', `${acme.path}/audit?limit=3`)
    ).json()) as Page<AuditEntry>;
    assert.equal(first.items.length, 3);
    assert.equal((await entries(`?cursor=${first.cursor}`)).length, 1);
    assert.equal((await acme.as.editor('GET', `${acme.path}/audit`)).status, 403);
  });

  test('comes as a file in which no name is a formula', async () => {
    const answer = await acme.as.owner('POST', `${acme.path}/keys`, {
      name: '=HYPERLINK("x")',
      role: 'viewer',
    });
    assert.equal(answer.status, 201);
    const { key } = (await answer.json()) as { key: { id: string } };
    await acme.as.owner('DELETE', `${acme.path}/keys/${key.id}`);
    const file = await acme.as.admin('GET', `${acme.path}/audit.csv`);
    assert.match(file.headers.get('content-disposition') ?? '', /audit-\d{4}-\d\d-\d\d\.csv/);
    const lines = (await file.text()).trim().split('\r\n');
    assert.equal(lines.length, 3);
    assert.match(lines[1]!, /DELETE \/w\/\{workspace\}\/keys\/\{key\},"key =HYPERLINK\(""x""\) \(key_/);
  });

  test('is kept as long as the workspace says, and two years without a workspace', async () => {
    const { pool } = house.database;
    const dayMs = 86_400_000;
    await pool.query('update workspaces set audit_retention_days = 30 where id = $1', [acme.id]);
    const put = (workspaceId: string | null, days: number) =>
      pool.query(
        `insert into audit_log (id, workspace_id, actor_kind, route, noun) values ($1, $2, 'person', 'POST /x', 'x')`,
        [idAt(Date.now() - days * dayMs).replace(/0{12}$/, newId().slice(-12)), workspaceId],
      );
    for (const days of [29, 31]) await put(acme.id, days);
    for (const days of [729, 731]) await put(null, days);
    assert.equal(await forgetOldEntries(pool, Date.now()), 2);
  });
});
