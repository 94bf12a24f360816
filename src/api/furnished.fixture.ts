import { storeEvent, storeRun, storeWorkflow } from '#history/stored.fixture.ts';
import { newId, readId, showId } from '#std/id.ts';
import { addAccount, addMember } from './auth/accounts.ts';
import type { Connection } from './contract.ts';
import { toyDefinition } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';
import { credential, requestOf } from './requests.fixture.ts';
import type { Operations } from './requests.fixture.ts';
import { paramsOf } from './route.ts';
import type { Route } from './route.ts';

/** What a request may name, as shown, by the name a path gives it. */
export type Things = Record<string, string>;

/** One of everything, made anew: somebody else may have removed the last. `mark` stands in every text of it. */
export async function furnish(house: House, workspace: Workspace, mark: string): Promise<Things> {
  const { pool } = house.database;
  const workspaceId = workspace.id;
  const { shown, secret } = await connect(workspace, mark);
  const connection = readId('connection', shown)!;
  const workflow = await storeWorkflow(pool, workspaceId, toyDefinition(connection, mark), mark);
  const event = await storeEvent(pool, { workspaceId, sourceId: connection, title: mark });
  const status = 'failed';
  const run = await storeRun(pool, {
    workspaceId,
    workflowId: workflow,
    eventId: event,
    words: [mark],
    status,
  });
  const email = `${newId()}@${mark.toLowerCase()}.example`;
  const spare = await addAccount(pool, { name: mark, email, passwordHash: null });
  await addMember(pool, workspaceId, spare, 'viewer');
  return {
    ...{ workspace: showId('workspace', workspaceId), connection: shown, secret, loader: 'stages' },
    ...{ object: 'contact', property: 'city', pipeline: 'default' },
    workflow: showId('workflow', workflow),
    event: showId('event', event),
    run: showId('run', run),
    spare: email,
  };
}

/** A connection as people make it, with a secret its vendor signs with. */
async function connect({ path, as }: Workspace, mark: string): Promise<{ shown: string; secret: string }> {
  const how = {
    connector: 'toy',
    environment: 'production',
    authMethod: 'token',
    credentials: { token: mark },
  };
  const made = await as.owner('POST', `${path}/connections`, { ...how, name: `${mark} ${newId()}` });
  const { connection } = (await made.json()) as { connection: Connection };
  const answer = await as.owner('POST', `${path}/connections/${connection.id}/secrets`, {
    secret: credential,
  });
  const { endpoint } = (await answer.json()) as Connection;
  return { shown: connection.id, secret: endpoint!.secrets.at(-1)!.id };
}

const nowhere = '00000000000000000000000000000000';

/**
 * What a path names beside that, found as anybody would: made by posting to the list it stands in, then looked up in
 * that list. What cannot be found so is named by an id that nothing has, and told.
 */
export async function findNamed(
  { house, operations, workspace }: { house: House; operations: Operations; workspace: Workspace },
  route: Route,
  known: Things,
): Promise<{ things: Things; unknown: string[] }> {
  const things = { ...known };
  const unknown: string[] = [];
  for (const name of paramsOf(route.path).filter((one) => things[one] === undefined)) {
    const list = route.path.slice(0, route.path.indexOf(`/{${name}}`));
    const made = house.api.routes.find((one) => one.method === 'post' && one.path === list);
    if (made) await workspace.as.owner(...requestOf(operations, made, things));
    const read = house.api.routes.find((one) => one.method === 'get' && one.path === list);
    const answer = read && (await workspace.as.owner(...requestOf(operations, read, things)));
    const id = answer?.ok === true ? pick(await answer.json(), things['spare'] ?? '') : null;
    if (id === null) unknown.push(name);
    things[name] = id ?? nowhere;
  }
  return { things, unknown };
}

/** The id of what holds a text, or else of the newest, in a list or the first list of an answer. */
function pick(answer: unknown, holding: string): string | null {
  const list = Array.isArray(answer) ? answer : Object.values(answer as object).find(Array.isArray);
  const items = ((list ?? []) as unknown[]).filter(
    (item): item is { id: string } => typeof (item as { id?: unknown } | null)?.id === 'string',
  );
  const fitting = items.find((item) => JSON.stringify(item).includes(holding));
  return (fitting ?? items.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0])?.id ?? null;
}
