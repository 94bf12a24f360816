import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  storeConnection,
  storeEndpoint,
  storeEvent,
  storeRun,
  storeWorkflow,
} from '#history/stored.fixture.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { Problem } from './contract.ts';
import { openHouse, toyDefinition } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';
import { namedKinds, paramsOf } from './route.ts';
import type { Route } from './route.ts';

/** Parameters of paths that the walls leave to the handler, and those that name nothing of ours. */
const byHandler = ['key', 'secret', 'member', 'invitation', 'record'];
const free = ['loader', 'object', 'property', 'pipeline'];

interface Things {
  workspace: Workspace;
  /** By the name a path gives them. */
  shown: Record<string, string>;
}

let house: House;
let own: Things;
let other: Things;

before(async () => {
  house = await openHouse();
  [own, other] = [await furnish('Ours'), await furnish('Theirs')];
});
after(() => house[Symbol.asyncDispose]());

/** A workspace with one of everything a path can name. */
async function furnish(name: string): Promise<Things> {
  const { pool } = house.database;
  const workspace = await house.workspace(name);
  const workspaceId = workspace.id;
  const connection = await storeConnection(pool, workspaceId);
  const secret = await storeEndpoint(pool, workspaceId, connection);
  const workflow = await storeWorkflow(pool, workspaceId, toyDefinition(connection));
  const event = await storeEvent(pool, { workspaceId, sourceId: connection });
  const run = await storeRun(pool, { workspaceId, workflowId: workflow, eventId: event });
  const answer = await workspace.as.owner('POST', `${workspace.path}/keys`, { name: 'one', role: 'admin' });
  const { key } = (await answer.json()) as { key: { id: string } };
  const members = await workspace.as.viewer('GET', `${workspace.path}/members`);
  const [member] = ((await members.json()) as { id: string; you: boolean }[]).filter(({ you }) => you);
  const invited = await workspace.as.owner('POST', `${workspace.path}/invitations`, {
    ...{ email: 'invited@elsewhere.example', role: 'viewer' },
  });
  const { invitation } = (await invited.json()) as { invitation: { id: string } };
  const told = await workspace.as.owner('POST', `${workspace.path}/notices`, {
    ...{ kinds: ['run.failed'], channel: 'email', emails: ['ana@elsewhere.example'] },
  });
  const { rule } = (await told.json()) as { rule: { id: string } };
  const made = await workspace.as.owner(
    'POST',
    `${workspace.path}/crms/${showId('connection', connection)}/objects/contact/records`,
    { values: { email: 'ana@elsewhere.example' } },
  );
  const { record } = (await made.json()) as { record: { id: string } };
  const ids: Record<string, Id> = { workspace: workspaceId, connection, workflow, event, run };
  const shown = Object.fromEntries(
    Object.entries(ids).map(([kind, id]) => [kind, showId(kind as 'run', id)]),
  );
  return {
    workspace,
    shown: {
      ...shown,
      member: member!.id,
      invitation: invitation.id,
      key: key.id,
      rule: rule.id,
      secret,
      loader: 'stages',
      record: record.id,
      ...{ object: 'contact', property: 'city', pipeline: 'default' },
    },
  };
}

/** A path of the table with names filled in from `things`, some of them from elsewhere. */
function addressOf(route: Route, things: Things, foreign: Record<string, string> = {}): string {
  const names = { ...things.shown, ...foreign };
  return `/api${route.path.replace(/\{(\w+)\}/g, (_, name: string) => names[name]!)}`;
}

const walled = () => house.api.routes.filter((route) => route.path.startsWith('/w/'));
/** A body is read before what a handler looks up is looked up. */
const ofRecord = '/w/{workspace}/crms/{connection}/objects/{object}/records/{record}';
const bodies: Record<string, object> = {
  '/w/{workspace}/members/{member}': { role: 'editor' },
  [ofRecord]: { values: {} },
  [`${ofRecord}/merge`]: { record: 'rec_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f' },
  [`${ofRecord}/associations`]: { records: [{ record: 'rec_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f' }] },
  [`${ofRecord}/associations/remove`]: { records: [{ record: 'rec_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f' }] },
  [`${ofRecord}/timeline`]: { body: 'A note' },
};
const bodyOf = (route: Route) => (route.body ? (bodies[route.path] ?? {}) : undefined);
const codeOf = async (answer: Response) => ((await answer.json()) as Problem).code;

describe('the walls of a workspace', () => {
  test('every route of a workspace needs a role, and no other route names a workspace', () => {
    assert.ok(walled().length > 30);
    for (const route of house.api.routes) {
      assert.equal(route.needs !== null, paramsOf(route.path).includes('workspace'), route.path);
    }
  });

  test('every name in a path is looked up in the workspace, or known to name nothing of ours', () => {
    const known = ['workspace', ...namedKinds, ...byHandler, ...free];
    for (const route of walled()) {
      for (const name of paramsOf(route.path)) assert.ok(known.includes(name), `${route.path}: ${name}`);
    }
  });

  test('nobody gets in without signing in, on any route', async () => {
    for (const route of walled()) {
      const answer = await house.nobody(route.method.toUpperCase(), addressOf(route, own), bodyOf(route));
      assert.equal(answer.status, 401, `${route.method} ${route.path}`);
    }
  });

  test('an owner of one workspace finds no other workspace, on any route', async () => {
    for (const route of walled()) {
      const ask = own.workspace.as.owner;
      const answer = await ask(route.method.toUpperCase(), addressOf(route, other), bodyOf(route));
      assert.equal(answer.status, 404, `${route.method} ${route.path}`);
    }
  });

  test('an owner finds nothing of another workspace by naming it in their own, on any route', async () => {
    let tried = 0;
    for (const route of walled()) {
      for (const name of paramsOf(route.path).filter((one) => ![...free, 'workspace'].includes(one))) {
        const path = addressOf(route, own, { [name]: other.shown[name]! });
        const answer = await own.workspace.as.owner(route.method.toUpperCase(), path, bodyOf(route));
        assert.equal(answer.status, 404, `${route.method} ${route.path} with ${name}`);
        tried++;
      }
    }
    assert.ok(tried > 20);
    assert.deepEqual(house.runs.calls, []);
  });

  test('a viewer changes nothing, on any route that needs more', async () => {
    for (const route of walled().filter((one) => one.needs !== 'viewer')) {
      const answer = await own.workspace.as.viewer(
        route.method.toUpperCase(),
        addressOf(route, own),
        bodyOf(route),
      );
      assert.equal(answer.status, 403, `${route.method} ${route.path}`);
    }
  });

  test('an editor does not touch connections and keys', async () => {
    const routes = walled().filter((one) => one.needs === 'admin');
    assert.ok(routes.length >= 10);
    for (const route of routes) {
      const answer = await own.workspace.as.editor(
        route.method.toUpperCase(),
        addressOf(route, own),
        bodyOf(route),
      );
      assert.equal(answer.status, 403, `${route.method} ${route.path}`);
    }
  });

  test('ids of another workspace in a body find nothing', async () => {
    const { path, as } = own.workspace;
    const foreign = toyDefinition(other.shown['connection']!);
    const bodies: [string, string, object][] = [
      ['POST', '/workflows', { name: 'x', definition: foreign }],
      [
        'POST',
        '/workflows/preview',
        { definition: toyDefinition(own.shown['connection']!), eventId: other.shown['event'] },
      ],
      ['PUT', `/workflows/${own.shown['workflow']}/draft`, { name: 'x', definition: foreign, revision: 1 }],
      ['POST', '/runs/bulk', { action: 'retry', ids: [own.shown['run'], other.shown['run']] }],
      [
        'POST',
        `/connections/${own.shown['connection']}/backfill`,
        {
          workflowId: other.shown['workflow'],
          from: '2026-01-01T00:00:00Z',
          to: '2026-02-01T00:00:00Z',
          confirm: false,
        },
      ],
    ];
    for (const [method, at, body] of bodies) {
      const answer = await as.owner(method, path + at, body);
      assert.equal(`${answer.status} ${await codeOf(answer)}`, '404 not_found', `${method} ${at}`);
    }
  });

  test('filters by ids of another workspace find nothing', async () => {
    const { path, as } = own.workspace;
    for (const at of [
      `/runs?workflow=${other.shown['workflow']}`,
      `/runs?connection=${other.shown['connection']}`,
      `/events?connection=${other.shown['connection']}`,
      `/runs?q=${other.shown['run']}`,
    ]) {
      const answer = await as.owner('GET', path + at);
      assert.deepEqual(await answer.json(), { items: [], cursor: null }, at);
    }
  });
});
