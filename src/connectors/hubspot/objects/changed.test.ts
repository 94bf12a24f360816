import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorResponse, type VendorRequest } from '#kit/http.ts';
import { at, isObject } from '#std/json.ts';
import { readChangedSince } from './changed.ts';
import { typeNamed } from './types.ts';

const time = Date.parse('2026-11-20T10:00:00.000Z');

/** An account whose 450 contacts changed in one millisecond, and one of them a second later. */
const contacts = Array.from({ length: 451 }, (_, place) => ({
  id: String(1_001 + place),
  at: place === 450 ? time + 1_000 : time,
}));

function answer({ url, json }: VendorRequest): VendorResponse {
  const respond = (body: object) => new VendorResponse(200, {}, Buffer.from(JSON.stringify(body)));
  const shown = ({ id, at: ms }: (typeof contacts)[number]) => {
    const moment = new Date(ms).toISOString();
    return { id, properties: { lastmodifieddate: moment }, createdAt: moment, updatedAt: moment };
  };
  if (url.endsWith('/batch/read')) {
    const inputs = at(json, 'inputs');
    const ids = (Array.isArray(inputs) ? inputs : []).map((input) => isObject(input) && input['id']);
    return respond({ results: contacts.filter(({ id }) => ids.includes(id)).map(shown) });
  }
  if (!url.endsWith('/search')) return respond({ results: [] });
  const from = Number(at(json, 'filterGroups.0.filters.0.value'));
  const until = Number(at(json, 'filterGroups.0.filters.0.highValue') ?? Infinity);
  const behind = Number(at(json, 'filterGroups.0.filters.1.value') ?? 0);
  const found = contacts.filter((one) => one.at >= from && one.at <= until && Number(one.id) > behind);
  return respond({ total: found.length, results: found.slice(0, 200).map(shown) });
}

const context = {
  connection: { auth: 'private_app' },
  credentials: { token: 'pat' },
  origins: { api: 'https://api.example' },
  http: (request: VendorRequest) => Promise.resolve(answer(request)),
  clock: { now: () => time },
  cached: (_key: string, _ttlMs: number, load: () => Promise<unknown>) => load(),
} as unknown as ConnectionContext;

test('more changes in one millisecond than a page holds are read in the order of their ids', async () => {
  const seen = new Set<string>();
  let after: string | null = null;
  let pages = 0;
  do {
    const page = await readChangedSince(context, typeNamed('contact'), time, after);
    for (const { externalId } of page.records) seen.add(externalId);
    after = page.next;
    pages++;
  } while (after !== null && pages < 20);
  assert.equal(seen.size, contacts.length);
  assert.ok(pages <= 6, `${pages} pages`);
});
