import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { errorStatus, messageOf } from '#std/errors.ts';
import type { NewApiKey, Session } from './contract.ts';
import { findNamed, furnish } from './furnished.fixture.ts';
import { cookieOf, openHouse, publicUrl } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';
import { oddRequests, placesOf } from './odd-requests.fixture.ts';
import type { OddRequest } from './odd-requests.fixture.ts';
import { credential, readOperations, requestOf } from './requests.fixture.ts';
import type { Operations } from './requests.fixture.ts';
import type { Route } from './route.ts';
import { problem } from './schemas/common.ts';

const seed = 20_261_122;
const runs = 12;
/** A slow machine tries less of each route. */
const routeMs = 1_500;
/** Far above what any answer takes, far below what a flood would. */
const patienceMs = 5_000;

let house: House;
let operations: Operations;
let ours: Workspace;
let theirs: Workspace;
/** What may stand in no answer and no log, by what it is. */
const secrets = new Map([
  ['a credential', credential],
  ['a password', 'correct horse battery'],
  ['the secret of the instance', 'a secret of the tests'],
]);

before(async () => {
  house = await openHouse({ demo: true });
  [ours, theirs] = [await house.workspace('Ours'), await house.workspace('Theirs')];
  operations = await readOperations(house);
  const made = await ours.as.owner('POST', `${ours.path}/keys`, { name: 'x', role: 'viewer' });
  secrets.set('an API key', ((await made.json()) as NewApiKey).secret);
  secrets.set('the address of the database', house.database.connectionString);
});
after(() => house[Symbol.asyncDispose]());

/** Sent as it is: the house's own way of asking writes proper JSON. */
async function send(request: OddRequest, cookie: string): Promise<Response> {
  const headers = new Headers({ host: '127.0.0.1:4000', origin: publicUrl, cookie });
  if (request.type !== null) headers.set('content-type', request.type);
  const bodiless = ['GET', 'HEAD'].includes(request.method.toUpperCase());
  const init = { method: request.method, headers, body: bodiless ? null : request.body };
  const answer = await house.api.app.request(`${publicUrl}${request.address}`, init);
  return answer;
}

const inside = [
  /\/(work|tmp|home|root|usr)\/\S+\.(ts|js|sql)/,
  /node_modules|\bat (async )?[\w.<>]+ \(|\.ts:\d+/,
  /\b(select|insert into|update|delete from)\b[^"]{0,200}\b(from|values|set|where)\b/i,
  /relation "|column "|invalid byte sequence|duplicate key|violates|pg_|jsonb?_|SQLSTATE|unsupported Unicode/i,
];

/** Nothing of us in a text that goes out. */
function requireDiscreet(text: string, given: string, what: string): void {
  for (const pattern of inside) {
    const found = pattern.exec(text)?.[0];
    assert.ok(found === undefined || given.includes(found), `${what} tells "${found}"`);
  }
  for (const [name, secret] of secrets) assert.ok(!text.includes(secret), `${what} tells ${name}`);
}

async function requireProblem(answer: Response, text: string, what: string): Promise<void> {
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, what);
  const parsed = problem.parse(JSON.parse(text));
  assert.deepEqual(parsed, JSON.parse(text), what);
  assert.equal(errorStatus[parsed.code], answer.status, what);
  assert.ok(
    parsed.detail.length > 10 && parsed.detail.length < 1_000,
    `${what}: ${parsed.detail.slice(0, 100)}`,
  );
}

/** A good answer is one that the document tells of, with nothing in it that the document does not. */
function requireDocumented(route: Route, answer: Response, text: string, what: string): void {
  assert.ok(String(answer.status) in operations.of(route).responses, `${what} is not in the document`);
  if (route.answer === null) return assert.equal(text, '', what);
  const isJson = /^application\/json/.test(answer.headers.get('content-type') ?? '');
  const given = (isJson ? JSON.parse(text) : text) as unknown;
  const parsed = route.answer.safeParse(given);
  assert.ok(parsed.success, `${what}: ${parsed.error?.message}`);
  assert.deepEqual(parsed.data, given, `${what} holds more than the document says`);
}

async function check(route: Route, request: OddRequest, cookie: string): Promise<number> {
  const given = JSON.stringify(request) + decode(request.address);
  const what = `${request.method} ${request.address.slice(0, 200)} ${request.type} ${request.body?.slice(0, 300)}`;
  const started = performance.now();
  const answer = await send(request, cookie);
  const { status, headers } = answer;
  assert.ok(status < 500, `${what}: ${status} ${JSON.stringify(house.runs.errors.at(-1))}`);
  assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
  assert.ok(headers.has('content-security-policy') && headers.has('cache-control'), what);
  if (headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await answer.body?.cancel();
    return status;
  }
  const text = await answer.text();
  assert.ok(performance.now() - started < patienceMs, `${what} took too long`);
  requireDiscreet(text + JSON.stringify([...headers]), given, what);
  if (request.method === 'HEAD') assert.equal(text, '', what);
  else if (status >= 400) await requireProblem(answer, text, what);
  else if (request.method === route.method.toUpperCase()) requireDocumented(route, answer, text, what);
  return status;
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const cookies = new Map<string, string>();

/** The cookie of somebody signed in: not the owner whom others need, where what is tried may end a session. */
async function signedIn(route: Route): Promise<string> {
  const email = route.needs === null ? 'admin@theirs.example' : 'owner@ours.example';
  const known = cookies.get(email) ?? '';
  const { user } = (await (await house.with({ cookie: known })('GET', '/api/session')).json()) as Session;
  if (user) return known;
  // Tries are limited; here it is not what is tested.
  await house.database.pool.query('delete from tries');
  const given = { email, password: 'correct horse battery' };
  const answer = await house.nobody('POST', '/api/session/sign-in', given);
  assert.ok(answer.ok, await answer.clone().text());
  cookies.set(email, cookieOf(answer));
  return cookieOf(answer);
}

/** As JSON writes them: NUL, half of a pair, more levels than anything walks. */
const unkept = ['"a\\u0000b"', '"\\ud800"', '['.repeat(5_000) + ']'.repeat(5_000)];

/** Those that end sessions come last. */
const inOrder = (routes: Route[]) =>
  routes.toSorted(
    (one, other) => Number(one.path.includes('sign-out')) - Number(other.path.includes('sign-out')),
  );

describe(`requests that nobody should send (seed ${seed})`, () => {
  test('are answered, whatever they hold: no 5xx, nothing of us in it, as the document says', async (t) => {
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    for (const route of inOrder(house.api.routes)) {
      const cookie = await signedIn(route);
      const [own, foreign] = [await furnish(house, ours, 'Ours'), await furnish(house, theirs, 'Theirs')];
      const { things } = await findNamed({ house, operations, workspace: ours }, route, own);
      const requests = oddRequests(operations, route, things, foreign);
      const property = fc.asyncProperty(requests, async (request) => {
        const status = await check(route, request, cookie);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      });
      const found = await fc.check(property, {
        seed,
        numRuns: runs,
        endOnFailure: true,
        interruptAfterTimeLimit: routeMs,
      });
      // A route that was cut off before its first answer was slow, which is no fault of its answers.
      if (found.failed && !found.interrupted) {
        faults.push(`${route.method} ${route.path}: ${messageOf(found.errorInstance).slice(0, 1_500)}`);
      }
    }
    assert.equal(faults.length, 0, faults.join('\n\n'));
    t.diagnostic(
      [...statuses]
        .sort(([one], [other]) => one - other)
        .map(([status, times]) => `${status}: ${times}`)
        .join(', '),
    );
    assert.deepEqual(house.runs.errors, []);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.ok((statuses.get(200) ?? 0) > 50);
  });

  test('hold nothing that cannot be kept, at any place of any body', async () => {
    const own = await furnish(house, ours, 'Ours');
    const faults: string[] = [];
    for (const route of inOrder(house.api.routes).filter(({ body }) => body)) {
      const { things } = await findNamed({ house, operations, workspace: ours }, route, own);
      const [method, address, body] = requestOf(operations, route, things);
      for (const odd of unkept) {
        for (let place = 0; place < placesOf(body).length; place++) {
          const copy = structuredClone(body);
          const { holder, key } = placesOf(copy)[place]!;
          holder[key] = 'the odd one';
          const written = JSON.stringify(copy).replace('"the odd one"', odd);
          const request = { method, address, type: 'application/json', body: written };
          await check(route, request, await signedIn(route)).catch((error: unknown) =>
            faults.push(messageOf(error).slice(0, 800)),
          );
        }
      }
    }
    assert.equal(faults.length, 0, faults.join('\n\n'));
  });
});
