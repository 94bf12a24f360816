import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ConnectionContext } from '#kit/connector.ts';
import type { RecordPage } from '#kit/objects.ts';
import { at } from '#std/json.ts';
import { edit, openAccount, textAt } from '../account.fixture.ts';
import { readChangedSince } from './changed.ts';
import { readAll, readPage } from './read.ts';
import { readOwners, readSchema } from './schema.ts';
import { typeNamed } from './types.ts';

const contact = typeNamed('contact');
const deal = typeNamed('deal');
let world: Awaited<ReturnType<typeof openAccount>>;
before(async () => void (world = await openAccount()));
after(() => world.close());

/** A context whose calls are counted by path. */
function counted(): { context: ConnectionContext; calls: string[] } {
  const context = world.context();
  const calls: string[] = [];
  const { http } = context;
  return {
    calls,
    context: {
      ...context,
      http: (request) => {
        calls.push(`${request.method} ${new URL(request.url).pathname.replace('/hubspot', '')}`);
        return http(request);
      },
    },
  };
}

async function toTheEnd(read: (after: string | null) => Promise<RecordPage>): Promise<RecordPage[]> {
  const pages = [await read(null)];
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next) pages.push(await read(next));
  return pages;
}
const idsIn = (pages: RecordPage[]) =>
  pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));

/** What the emulator holds, past its API. */
async function allIds(type: string): Promise<string[]> {
  const held = at(await world.control('GET', `/records?type=${type}`), 'records');
  return (Array.isArray(held) ? held : []).map((one) => textAt(one, 'id')).sort();
}

describe('the schema', () => {
  test('has objects, the account’s own one too, with properties, pipelines and kinds of association', async () => {
    const schema = await readSchema(world.context());
    assert.deepEqual(
      schema.objects.map(({ name }) => name),
      ['contact', 'company', 'deal', 'ticket', 'line_item', 'note', 'task', 'agreement'],
    );
    const email = schema.properties['contact']?.find(({ name }) => name === 'email');
    assert.deepEqual([email?.unique, email?.format, email?.slot, email?.custom], [true, 'email', 3, false]);
    const stage = schema.properties['deal']?.find(({ name }) => name === 'dealstage');
    assert.equal(stage?.references, 'stage');
    assert.equal(schema.pipelines['deal']?.length, 2);
    assert.equal(schema.pipelines['deal']?.[0]?.stages[5]?.metadata['probability'], '1.0');
    const primary = schema.associations.find(({ typeId }) => typeId === 5);
    assert.deepEqual(
      [primary?.from, primary?.to, primary?.inverse, primary?.single],
      ['deal', 'company', 6, true],
    );
    const own = schema.associations.filter(({ from }) => from === 'agreement').map(({ to }) => to);
    assert.deepEqual(new Set(own), new Set(['contact', 'company', 'deal']));
  });

  test('owners are told apart into those who are there and those who left', async () => {
    const owners = await readOwners(world.context());
    assert.equal(owners.length, 5);
    assert.deepEqual(
      owners.filter(({ archived }) => archived).map(({ lastName }) => lastName),
      ['Nyman'],
    );
  });
});

describe('pages', () => {
  test('reach every record once, and the first one tells how many there are', async () => {
    const { context, calls } = counted();
    const pages = await toTheEnd((after) => readPage(context, contact, after));
    assert.deepEqual(idsIn(pages).sort(), await allIds('contacts'));
    assert.equal(pages[0]!.total, 400);
    assert.ok(calls.length <= 2 * pages.length + 2, calls.join('\n'));
    assert.ok('lifecyclestage' in pages[0]!.records[0]!.values);
  });

  test('come with the earlier values of a property, newest first', async () => {
    const id = (await allIds('deals'))[0]!;
    await edit(world, { do: 'update', type: 'deals', id, properties: { amount: '111' } });
    const [read] = await readAll(world.context(), deal, [id], {
      properties: ['amount'],
      history: ['amount'],
    });
    const history = read?.history?.['amount'] ?? [];
    assert.deepEqual([history[0]?.value, history[0]?.source], ['111', 'CRM_UI']);
    assert.ok(history.length > 1 && history[0]!.at >= history[1]!.at);
  });

  test('of what is gone say nothing', async () => {
    assert.deepEqual(await readAll(world.context(), deal, ['999999999']), []);
  });
});

describe('changes since a time', () => {
  test('are all there, oldest first, however many share a millisecond', async () => {
    const fill = { contacts: 1_000 };
    await world.control('POST', '/fill', fill);
    const { context, calls } = counted();
    const pages = await toTheEnd((after) => readChangedSince(context, contact, 0, after));
    const ids = idsIn(pages);
    assert.deepEqual([...new Set(ids)].sort(), await allIds('contacts'));
    assert.ok(calls.filter((one) => one.endsWith('/search')).length < 20, calls.join('\n'));
  });

  test('leave out what did not change since', async () => {
    const records = await readPage(world.context(), contact, null, { properties: ['email'] });
    const newest = Math.max(...records.records.map(({ updatedAt }) => updatedAt));
    const id = records.records[0]!.externalId;
    await world.parts.clock.sleep(5);
    await edit(world, { do: 'update', id, properties: { city: 'Bergen' } });
    const pages = await toTheEnd((after) => readChangedSince(world.context(), contact, newest + 1, after));
    assert.ok(idsIn(pages).includes(id));
    assert.equal(
      pages.flatMap((page) => page.records).find((one) => one.externalId === id)?.values['city'],
      'Bergen',
    );
  });

  test('a place that is none of ours is refused before a call', async () => {
    await assert.rejects(readChangedSince(world.context(), contact, 0, 'x'), { reach: 'not_sent' });
  });
});
