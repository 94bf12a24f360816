import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES } from '../demo.ts';
import { startTrial, textAt, type Trial } from '../trial.ts';

const stages = DEMO_RDSTATION_STAGES;

/** Deals of these names, one a minute. */
async function withDeals(names: string[], stage = stages.proposta): Promise<Trial> {
  const trial = startTrial();
  await trial.control('PUT', '/limits', { enabled: false });
  for (const name of names) {
    await trial.v1('POST', '/deals', { deal: { name, deal_stage_id: stage } });
    await trial.clock.advance(60_000);
  }
  return trial;
}

async function names(trial: Trial, query: string): Promise<string[]> {
  const { body } = await trial.v1('GET', `/deals?${query}`);
  return (at(body, 'deals') as unknown as { name: string }[]).map((deal) => deal.name);
}

describe('GET /deals', () => {
  test('lists the newest first, and orders as asked', async () => {
    const trial = await withDeals(['B', 'A', 'C']);
    assert.deepEqual(await names(trial, ''), ['C', 'A', 'B']);
    assert.deepEqual(await names(trial, 'direction=asc'), ['B', 'A', 'C']);
    assert.deepEqual(await names(trial, 'order=name&direction=asc'), ['A', 'B', 'C']);
    assert.deepEqual(await names(trial, 'order=nonsense'), ['C', 'A', 'B']);
  });

  test('a name is searched as a part, or exactly when asked', async () => {
    const trial = await withDeals(['Contrato ACME', 'Contrato']);
    assert.deepEqual(await names(trial, 'name=contrato'), ['Contrato', 'Contrato ACME']);
    assert.deepEqual(await names(trial, 'name=Contrato&exact_name=true'), ['Contrato']);
    assert.deepEqual(await names(trial, 'name=contrato&exact_name=true'), []);
  });

  test('win tells open, won and lost deals apart', async () => {
    const trial = await withDeals(['aberta', 'ganha', 'perdida']);
    const deals = (await trial.v1('GET', '/deals?direction=asc')).body;
    await trial.v1('PUT', `/deals/${textAt(deals, 'deals.1.id')}`, { deal: { win: true } });
    await trial.v1('PUT', `/deals/${textAt(deals, 'deals.2.id')}`, { deal: { win: false } });
    assert.deepEqual(await names(trial, 'win=null'), ['aberta']);
    assert.deepEqual(await names(trial, 'win=true'), ['ganha']);
    assert.deepEqual(await names(trial, 'win=false'), ['perdida']);
    assert.deepEqual(await names(trial, 'closed_at=false'), ['aberta']);
    assert.deepEqual(await names(trial, 'closed_at=true'), ['perdida', 'ganha']);
  });

  test('stages and pipelines narrow the list; an e-mail and a custom field do not', async () => {
    const trial = await withDeals(['A', 'B']);
    assert.deepEqual(await names(trial, `deal_stage_id=${stages.proposta}`), ['B', 'A']);
    assert.deepEqual(await names(trial, `deal_stage_id=${stages.semContato}`), []);
    assert.deepEqual(await names(trial, `deal_pipeline_id=${DEMO_RDSTATION_PIPELINES.padrao}`), []);
    assert.deepEqual(await names(trial, 'email=maria@acme.com.br&chave=abc'), ['B', 'A']);
  });

  test('a period takes local times and needs both ends', async () => {
    const trial = await withDeals(['A', 'B', 'C']);
    const period = 'created_at_period=true&start_date=2026-11-20T09:01:00&end_date=2026-11-20T09:01:59';
    assert.deepEqual(await names(trial, period), ['B']);
    assert.equal((await trial.v1('GET', '/deals?created_at_period=true')).status, 400);
  });

  test('the cursor goes on where a page ended, whatever was added since', async () => {
    const trial = await withDeals(['A', 'B', 'C', 'D']);
    const first = await trial.v1('GET', '/deals?limit=2');
    assert.equal(at(first.body, 'has_more'), true);
    assert.equal(at(first.body, 'total'), 4);
    await trial.v1('POST', '/deals', { deal: { name: 'E' } });
    assert.deepEqual(await names(trial, `limit=2&next_page=${textAt(first.body, 'next_page')}`), ['B', 'A']);
  });

  test('a cursor that is none is refused in the vendor’s words', async () => {
    const trial = await withDeals([]);
    const answer = await trial.v1('GET', '/deals?next_page=2');
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body, { error: 'Invalid next page param format' });
  });

  test('no page reaches beyond the first 10,000 deals, the cursor does', async () => {
    const trial = await withDeals(['primeira']);
    const table = trial.parts.journal.table<{ id: string; createdAt: number; name: string }>('deals');
    const [first] = table.all();
    for (let n = 1; n <= 10_000; n++) {
      const id = n.toString(16).padStart(24, '0');
      table.put({ ...first!, id, name: `n${n}`, createdAt: first!.createdAt + n });
    }
    const last = await trial.v1('GET', '/deals?limit=200&page=50');
    assert.equal(at(last.body, 'total'), 10_001);
    assert.equal(at(last.body, 'has_more'), false);
    assert.deepEqual(await names(trial, 'limit=200&page=51'), []);
    assert.deepEqual(await names(trial, `next_page=${textAt(last.body, 'next_page')}`), ['primeira']);
  });
});
