import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { z } from '@hono/zod-openapi';
import { openHouse } from '../house.fixture.ts';
import type { House } from '../house.fixture.ts';
import type { ApiDocument } from '../openapi.ts';
import { exampleOf } from './example.ts';
import { curlOf } from './operation.ts';
import type { Operation } from './operation.ts';
import { operationsOf } from './page.ts';
import type { Schema, Shapes } from './schema.ts';

let house: House;
let answer: Response;
let page: string;
let operations: Operation[];
let shapes: Shapes;

before(async () => {
  house = await openHouse();
  answer = await house.nobody('GET', '/api/docs');
  page = await answer.text();
  const document = (await (await house.nobody('GET', '/api/openapi.json')).json()) as ApiDocument;
  operations = operationsOf(document);
  shapes = document.components?.schemas ?? {};
});
after(() => house[Symbol.asyncDispose]());

const routeOf = ({ method, path }: Operation) =>
  house.api.routes.find((route) => route.method === method && `/api${route.path}` === path)!;

/** What the rules of a route say about an example; nothing when it is good. */
function complaint(
  operation: Operation,
  rule: z.ZodType | null | undefined,
  schema: Schema | undefined,
): string[] {
  if (!rule || !schema) return [];
  const example = exampleOf(schema, shapes);
  const { error } = rule.safeParse(example);
  return error ? [`${operation.method} ${operation.path}: ${error.message} ${JSON.stringify(example)}`] : [];
}

describe('the reading page of the API', () => {
  test('holds every address, and loads nothing from anywhere', () => {
    assert.equal(answer.status, 200);
    for (const { path } of operations) assert.ok(page.includes(`<code>${path}</code>`), path);
    assert.match(page, /id="error-not_found"/);
    assert.doesNotMatch(page, /<script src|<link|<img|\s(?:style|on\w+)="/);
  });

  test('runs the script and wears the style it was made with, and no other', () => {
    const policy = answer.headers.get('content-security-policy')!;
    for (const tag of ['script', 'style']) {
      const [, text] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)!;
      const hash = createHash('sha256').update(text!).digest('base64');
      assert.ok(policy.includes(`${tag}-src 'sha256-${hash}'`), tag);
    }
    assert.match(policy, /default-src 'none'/);
  });

  test('shows bodies that the API takes', () => {
    const faults = operations.flatMap((operation) =>
      complaint(
        operation,
        routeOf(operation).body,
        operation.requestBody?.content?.['application/json']?.schema,
      ),
    );
    assert.deepEqual(faults, []);
  });

  test('shows answers as the API gives them', () => {
    const faults = operations.flatMap((operation) => {
      const good = Object.entries(operation.responses ?? {}).find(([code]) => code !== 'default')?.[1];
      return complaint(operation, routeOf(operation).answer, good?.content?.['application/json']?.schema);
    });
    assert.deepEqual(faults, []);
  });

  test('its calls name the key by a placeholder, and nothing where none is needed', () => {
    const reading = { shapes, server: 'http://127.0.0.1:4000' };
    const one = (path: string) =>
      curlOf(
        operations.find((each) => each.path === path)!,
        reading,
      );
    assert.match(
      one('/api/w/{workspace}/runs/{run}'),
      /runs\/\$RUN" \\\n {2}-H "Authorization: Bearer \$COUNTERSIGN_KEY"/,
    );
    assert.doesNotMatch(one('/api/session'), /Authorization/);
  });
});
