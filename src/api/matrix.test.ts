import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { allows, roles } from './auth/roles.ts';
import type { Role } from './auth/roles.ts';
import type { NewApiKey, Problem } from './contract.ts';
import { findNamed, furnish } from './furnished.fixture.ts';
import type { Things } from './furnished.fixture.ts';
import { openHouse } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';
import { readOperations, requestOf } from './requests.fixture.ts';
import type { Operations } from './requests.fixture.ts';
import { paramsOf } from './route.ts';
import type { Route } from './route.ts';

/** Somebody who asks, and what the table makes of them. */
interface Caller {
  name: string;
  ask: Ask;
  /** Their role here; or what everybody without one is answered. */
  is: Role | 'not_found' | 'unauthenticated';
}
type Verdict = 'allowed' | 'forbidden' | 'not_found' | 'unauthenticated';

let house: House;
let operations: Operations;
let ours: Workspace;
let theirs: Workspace;
let callers: Caller[];

before(async () => {
  house = await openHouse();
  [ours, theirs] = [await house.workspace('Ours'), await house.workspace('Theirs')];
  operations = await readOperations(house);
  callers = [
    { name: 'nobody', ask: house.nobody, is: 'unauthenticated' },
    ...(await people(ours, (role) => role)),
    ...(await people(theirs, () => 'not_found')),
    { name: 'a removed member', ask: await removedMember(), is: 'not_found' },
    { name: 'a removed key', ask: await keyOf(ours, 'admin', true), is: 'unauthenticated' },
  ];
});
after(() => house[Symbol.asyncDispose]());

/** Members and keys of each role. */
async function people(workspace: Workspace, is: (role: Role) => Caller['is']): Promise<Caller[]> {
  const whose = workspace === ours ? 'our' : 'their';
  const members = roles.map((role) => ({ name: `${whose} ${role}`, ask: workspace.as[role], is: is(role) }));
  const keys = (['admin', 'editor', 'viewer'] as const).map(async (role) => ({
    name: `${whose} ${role} key`,
    ask: await keyOf(workspace, role),
    is: is(role),
  }));
  return [...members, ...(await Promise.all(keys))];
}

async function keyOf(workspace: Workspace, role: Role, removed = false): Promise<Ask> {
  const answer = await workspace.as.owner('POST', `${workspace.path}/keys`, { name: role, role });
  const { key, secret } = (await answer.json()) as NewApiKey;
  if (removed) await workspace.as.owner('DELETE', `${workspace.path}/keys/${key.id}`);
  return house.with({ authorization: `Bearer ${secret}` });
}

/** Signed in still, and an owner until a moment ago. */
async function removedMember(): Promise<Ask> {
  const gone = await house.workspace('Gone');
  const { pool } = house.database;
  await pool.query(
    `update "member" set "organizationId" = $1 where "organizationId" = $2 and "role" = 'owner'`,
    [ours.id, gone.id],
  );
  assert.equal((await gone.as.owner('GET', ours.path)).status, 200);
  await pool.query(
    `delete from "member" where "organizationId" = $1 and "userId" = (select "id" from "user" where "email" = 'owner@gone.example')`,
    [ours.id],
  );
  return gone.as.owner;
}

const walled = () => house.api.routes.filter((route) => route.path.startsWith('/w/'));
const nameOf = (route: Route) => `${route.method.toUpperCase()} ${route.path.replace('/w/{workspace}', '')}`;

function expected(route: Route, { is }: Caller): Verdict {
  if (is === 'not_found' || is === 'unauthenticated') return is;
  return allows(is, route.needs!) ? 'allowed' : 'forbidden';
}

/** What the answer says; a status where the table has no word for it. */
async function verdictOf(answer: Response): Promise<string> {
  if (answer.ok) {
    await answer.body?.cancel();
    return 'allowed';
  }
  const { code, params } = (await answer.json()) as Problem;
  // Rules of a route itself (keys sign nobody in, the last owner stays) come after the table's.
  if (code === 'forbidden' && params['needs'] === undefined) return 'allowed';
  if (answer.status >= 500) return `${answer.status}`;
  return ['forbidden', 'not_found', 'unauthenticated'].includes(code) ? code : 'allowed';
}

interface Cell {
  route: Route;
  caller: Caller;
  wanted: Verdict;
}
const cells = (refused: boolean): Cell[] =>
  walled()
    .flatMap((route) => callers.map((caller) => ({ route, caller, wanted: expected(route, caller) })))
    .filter(({ wanted }) => (wanted !== 'allowed') === refused);

/** What differs, a line for each route. */
function tableOf(wrong: (Cell & { got: string })[]): string {
  const routes = [...new Set(wrong.map(({ route }) => route))];
  return routes
    .map((route) => {
      const found = wrong.filter((cell) => cell.route === route);
      const lines = found.map((cell) => `    ${cell.caller.name}: ${cell.wanted} wanted, ${cell.got} found`);
      return `${nameOf(route)} (needs ${route.needs})\n${lines.join('\n')}`;
    })
    .join('\n');
}

/** All rows of a workspace, but for when a key was last used, and what was noted of who asked. */
async function rowsOf(workspaceId: Id): Promise<Map<string, string>> {
  const { pool } = house.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' and c.table_name <> 'api_keys'
       and c.table_name not like 'audit_log%'`,
  );
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ hash: string | null }>(
      `select md5(string_agg(r::text, '|' order by r::text)) as hash from "${name}" r where workspace_id = $1`,
      [workspaceId],
    );
    found.set(name, rows[0]?.hash ?? 'empty');
  }
  return found;
}

/** Everybody is again who they were: some routes are for leaving, and for changing roles. */
async function restoreMembers(): Promise<void> {
  await house.database.pool.query(
    `with ours as (select u."id", split_part(u."email", '@', 1) as role from "user" u where u."email" like '%@ours.example' and split_part(u."email", '@', 1) = any($2)),
       changed as (update "member" m set "role" = ours.role from ours where m."organizationId" = $1 and m."userId" = ours."id" and m."role" <> ours.role)
     insert into "member" ("organizationId", "userId", "role", "createdAt") select $1, ours."id", ours.role, now() from ours on conflict do nothing`,
    [ours.id, roles],
  );
}

/** A request of one route in our workspace, with things of its own. */
async function own(route: Route): Promise<{ things: Things; unknown: string[] }> {
  return findNamed({ house, operations, workspace: ours }, route, await furnish(house, ours, 'Ours'));
}

describe('every route, for everybody', () => {
  test('whoever may not is told so, and nothing changes', async (t) => {
    const tried = cells(true);
    const things = new Map<Route, Things>();
    for (const route of walled()) things.set(route, (await own(route)).things);
    const [before, calls] = [await rowsOf(ours.id), house.runs.calls.length];
    const wrong: (Cell & { got: string })[] = [];
    for (const cell of tried) {
      const answer = await cell.caller.ask(...requestOf(operations, cell.route, things.get(cell.route)!));
      const got = await verdictOf(answer);
      if (got !== cell.wanted) wrong.push({ ...cell, got });
    }
    assert.equal(wrong.length, 0, tableOf(wrong));
    assert.deepEqual(await rowsOf(ours.id), before);
    assert.equal(house.runs.calls.length, calls);
    assert.ok(tried.length > 35 * 10);
    t.diagnostic(`${tried.length} cells`);
  });

  test('whoever may is let through, and nothing breaks', async (t) => {
    const tried = cells(false);
    const wrong: (Cell & { got: string })[] = [];
    const good = new Set<Route>();
    const made = new Map<Route, Awaited<ReturnType<typeof own>>>();
    for (const cell of tried) {
      await restoreMembers();
      // What one removed, the next would not find.
      if (!made.has(cell.route) || cell.route.method === 'delete') {
        made.set(cell.route, await own(cell.route));
      }
      const { things, unknown } = made.get(cell.route)!;
      const answer = await cell.caller.ask(...requestOf(operations, cell.route, things));
      if (answer.ok) good.add(cell.route);
      const got = await verdictOf(answer);
      const excused = got === 'not_found' && unknown.length > 0;
      if (got !== 'allowed' && !excused) wrong.push({ ...cell, got });
    }
    assert.equal(wrong.length, 0, tableOf(wrong));
    assert.ok(tried.length > 35 * 3);
    const never = walled().filter((route) => !good.has(route));
    t.diagnostic(`${tried.length} cells; nobody got a 2xx at: ${never.map(nameOf).join(', ') || '-'}`);
    assert.ok(never.length < walled().length / 3, 'the requests are valid ones');
  });
});

/** Names that stand for nothing of one workspace alone. */
const notForeign = ['workspace', 'loader', 'spare', 'object', 'property', 'pipeline'];
/** Takes definitions whose connections it does not look at. */
const lookedUpByNobody = ['POST /workflows/preview'];

describe('ids of another workspace', () => {
  test('whoever names one, in path, query or body, gets nothing of it and changes nothing of it', async (t) => {
    const foreign = await furnish(house, theirs, 'Canary');
    const foreignOf = new Map<Route, Things>();
    for (const route of walled()) {
      const named = await findNamed({ house, operations, workspace: theirs }, route, foreign);
      foreignOf.set(route, named.things);
    }
    const before = await rowsOf(theirs.id);
    let tried = 0;
    for (const route of walled()) {
      const { things } = await own(route);
      const found = foreignOf.get(route)!;
      for (const [name, id] of Object.entries(found).filter(([kind]) => !notForeign.includes(kind))) {
        const request = requestOf(operations, route, { ...things, [name]: id });
        if (!JSON.stringify(request).includes(id)) continue;
        const answer = await ours.as.owner(...request);
        const what = `${nameOf(route)} with their ${name}: ${answer.status}`;
        if (paramsOf(route.path).includes(name)) assert.equal(answer.status, 404, what);
        else {
          assert.ok(request[1].includes('?') || !answer.ok || lookedUpByNobody.includes(nameOf(route)), what);
        }
        assert.ok(!(await answer.text()).includes('Canary'), what);
        tried++;
      }
    }
    t.diagnostic(`${tried} requests`);
    assert.ok(tried > 30);
    assert.equal(JSON.stringify(house.runs.calls).includes(theirs.id), false);
    assert.deepEqual(await rowsOf(theirs.id), before);
  });

  test('whatever of theirs is sought in ours, nothing is found', async () => {
    const foreign = await furnish(house, theirs, 'Sought');
    const lists = walled().filter((route) => route.method === 'get' && paramsOf(route.path).length === 1);
    assert.ok(lists.length > 5);
    for (const route of lists.filter(({ path }) => !path.endsWith('/live'))) {
      const names = (operations.of(route).parameters ?? [])
        .filter((one) => one.in === 'query')
        .map(({ name }) => name);
      const address = `/api${route.path.replace('{workspace}', showId('workspace', ours.id))}`;
      for (const name of ['', ...names]) {
        for (const value of ['Sought', ...Object.values(foreign)]) {
          const answer = await ours.as.owner('GET', `${address}?${name}=${encodeURIComponent(value)}`);
          assert.ok(answer.status < 500, `${address} ${name}=${value}`);
          const text = await answer.text();
          assert.ok(!text.replaceAll(value, '').includes('Sought'), `${address} ${name}=${value}`);
          if (name === '') break;
        }
      }
    }
  });
});
