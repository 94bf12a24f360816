import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { at } from '#std/json.ts';
import {
  DEMO_RDSTATION_CONTACT_FIELDS,
  DEMO_RDSTATION_ORGANIZATION_FIELDS,
  DEMO_RDSTATION_SECOND_TOKEN,
  DEMO_RDSTATION_TOKEN,
} from './demo.ts';
import { startTrial } from './trial.ts';

describe('the emulator', () => {
  test('keeps everything over a restart, the ledger and the order of ids included', async (t) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'rdstation-'));
    t.after(() => rmSync(dataFolder, { recursive: true }));
    const before = startTrial({ dataFolder });
    await before.v1('POST', '/deals', { deal: { name: 'Contrato' }, contacts: [{ name: 'Maria Silva' }] });
    await before.close();
    const after = startTrial({ dataFolder });
    t.after(() => after.close());
    assert.equal(at((await after.v1('GET', '/deals?name=Contrato&exact_name=true')).body, 'total'), 1);
    assert.equal(after.ledger('deal.created').length, 1);
    await after.v1('POST', '/deals', { deal: { name: 'Outro' } });
    assert.deepEqual(
      after.ledger('deal.created').map((entry) => at(entry, 'data.name')),
      ['Contrato', 'Outro'],
    );
  });

  test('can answer an HTML page after the deal was made, as the vendor does when it is in trouble', async () => {
    const trial = startTrial();
    const match = { method: 'POST', path: '^/api/v1/deals' };
    await trial.control('POST', '/faults', { match, kind: 'html500_after', times: 1 });
    const answer = await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    assert.equal(answer.status, 500);
    assert.match(answer.headers.get('content-type')!, /text\/html/);
    assert.equal(at((await trial.v1('GET', '/deals?name=Contrato&exact_name=true')).body, 'total'), 1);
  });

  test('is emptied by the control door and gets its demo account back by seeding, without deals', async () => {
    const trial = startTrial();
    await trial.v1('POST', '/deals', { deal: { name: 'Contrato' } });
    await trial.control('POST', '/reset');
    assert.equal((await trial.v1('GET', '/deals')).status, 401);
    const seeded = await trial.control('POST', '/seed');
    assert.equal(at(seeded.body, 'token'), DEMO_RDSTATION_TOKEN);
    assert.equal(at((await trial.v1('GET', '/deals')).body, 'total'), 0);
    assert.deepEqual(at((await trial.control('GET', '/ledger')).body, 'entries'), []);
  });

  test('the demo account is the one its constants name', async () => {
    const trial = startTrial();
    const second = await trial.v1('GET', '/token/check', undefined, DEMO_RDSTATION_SECOND_TOKEN);
    assert.equal(at(second.body, 'name'), 'Bruno Lima');
    const fields = { ...DEMO_RDSTATION_CONTACT_FIELDS, ...DEMO_RDSTATION_ORGANIZATION_FIELDS };
    const labels = await Promise.all(
      Object.values(fields).map(async (id) =>
        at((await trial.v1('GET', `/custom_fields/${id}`)).body, 'label'),
      ),
    );
    assert.deepEqual(labels, ['CPF', 'CNPJ']);
  });

  test('seeding again changes nothing', async () => {
    const trial = startTrial();
    await trial.form(`/perfil/62c0ffee0000000000000001/revogar`, {});
    await trial.control('POST', '/seed');
    assert.equal((await trial.v1('GET', '/deals')).status, 401);
    const stages = trial.parts.journal.table('stages');
    assert.equal(stages.size, 7);
  });
});
