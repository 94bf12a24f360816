import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { openJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.jsonl`);
const open = (file: string | null) => openJournal({ file, clock: systemClock });

interface Deal {
  id: string;
  name: string;
  owner?: string;
}

describe('a journal', () => {
  test('gives back its rows, deletions and ledger after it was opened again without being closed', () => {
    const file = newFile();
    const first = open(file);
    first.table<Deal>('deals').put({ id: 'd1', name: 'A' });
    first.table<Deal>('deals').put({ id: 'd2', name: 'B' });
    first.table<Deal>('deals').delete('d1');
    first.record('deal.created', 'd2', { name: 'B' });
    const second = open(file);
    assert.deepEqual(second.table<Deal>('deals').all(), [{ id: 'd2', name: 'B' }]);
    assert.deepEqual(
      second.ledger().map((entry) => [entry.seq, entry.kind, entry.id]),
      [[1, 'deal.created', 'd2']],
    );
    second.record('deal.updated', 'd2', {});
    assert.equal(second.ledger(1)[0]?.seq, 2);
  });

  test('writes the rows and the effects of one commit as one line', () => {
    const file = newFile();
    const journal = open(file);
    journal.commit(() => {
      const deal = journal.table<Deal>('deals').put({ id: 'd1', name: 'A' });
      journal.table<Deal>('deals').put({ ...deal, name: 'B' });
      journal.record('deal.created', 'd1', null);
    });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    assert.equal(lines.length, 1);
    assert.deepEqual((JSON.parse(lines[0]!) as { rows: unknown }).rows, [
      ['deals', 'd1', { id: 'd1', name: 'B' }],
    ]);
  });

  test('keeps nothing of a commit that throws, neither in memory nor on disk', () => {
    const file = newFile();
    const journal = open(file);
    const deals = journal.table<Deal>('deals');
    deals.put({ id: 'd1', name: 'A' });
    assert.throws(() =>
      journal.commit(() => {
        deals.put({ id: 'd1', name: 'changed' });
        deals.put({ id: 'd2', name: 'new' });
        journal.record('deal.created', 'd2', null);
        throw new Error('no');
      }),
    );
    for (const state of [journal, open(file)]) {
      assert.deepEqual(state.table<Deal>('deals').all(), [{ id: 'd1', name: 'A' }]);
      assert.deepEqual(state.ledger(), []);
    }
  });

  test('cuts off a line that a killed writer left unfinished', () => {
    const file = newFile();
    open(file).table<Deal>('deals').put({ id: 'd1', name: 'Ação' });
    appendFileSync(file, '{"rows":[["deals","d2",{"id"');
    const second = open(file);
    second.table<Deal>('deals').put({ id: 'd3', name: 'C' });
    assert.deepEqual(
      open(file)
        .table<Deal>('deals')
        .all()
        .map((deal) => deal.id),
      ['d1', 'd3'],
    );
  });

  test('is empty after a reset, also when opened again, and goes on counting', () => {
    const file = newFile();
    const journal = open(file);
    journal.table<Deal>('deals').put({ id: 'd1', name: 'A' });
    journal.record('deal.created', 'd1', null);
    journal.reset();
    assert.equal(journal.table('deals').size, 0);
    const again = open(file);
    again.record('deal.created', 'd9', null);
    assert.deepEqual(
      again.ledger().map((entry) => entry.seq),
      [2],
    );
  });

  test('leaves out of a large file what was overwritten, and loses nothing else', () => {
    const file = newFile();
    const journal = open(file);
    const name = 'x'.repeat(1_000_000);
    for (let n = 0; n < 40; n++) journal.table<Deal>('deals').put({ id: `d${n % 2}`, name: `${n}${name}` });
    journal.record('deal.created', 'd1', null);
    journal.close();
    const again = open(file);
    assert.ok(statSync(file).size < 3_000_000);
    again.record('deal.updated', 'd1', null);
    again.close();
    const third = open(file);
    assert.deepEqual(
      third
        .table<Deal>('deals')
        .all()
        .map((deal) => deal.name.slice(0, 2)),
      ['38', '39'],
    );
    assert.deepEqual(
      third.ledger().map((entry) => entry.seq),
      [1, 2],
    );
  });

  test('keeps an index right through puts, changed keys, deletions and undone commits', () => {
    const journal = open(null);
    const deals = journal.table<Deal>('deals');
    deals.put({ id: 'd1', name: 'A', owner: 'maria' });
    const byOwner = deals.index((deal) => deal.owner ?? null);
    deals.put({ id: 'd2', name: 'B', owner: 'maria' });
    assert.deepEqual(
      byOwner.all('maria').map((deal) => deal.id),
      ['d1', 'd2'],
    );
    deals.put({ id: 'd1', name: 'A', owner: 'joao' });
    assert.equal(byOwner.first('maria')?.id, 'd2');
    deals.delete('d2');
    assert.equal(byOwner.first('maria'), undefined);
    assert.throws(() =>
      journal.commit(() => {
        deals.delete('d1');
        throw new Error('no');
      }),
    );
    assert.equal(byOwner.first('joao')?.id, 'd1');
  });
});
