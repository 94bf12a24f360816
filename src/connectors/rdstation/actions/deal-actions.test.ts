import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES } from '../emulator/demo.ts';
import { dealFind } from './deal-find.ts';
import { dealLose } from './deal-lose.ts';
import { dealMove } from './deal-move.ts';
import { dealUpsert } from './deal-upsert.ts';
import { dealWin } from './deal-win.ts';

const { vendas } = DEMO_RDSTATION_PIPELINES;
const { proposta, emAssinatura, contratoAssinado } = DEMO_RDSTATION_STAGES;
const conflict = (error: unknown): boolean => error instanceof VendorError && error.kind === 'conflict';

for (const auth of ['token', 'oauth2'] as const) {
  describe(`actions on one deal over ${auth}`, () => {
    let account: RdStationAccount;
    let id: string;
    const byDocument = { deal_by: 'document', document_key: 'doc-1' };
    const deal = (): Promise<Json> => account.v1('GET', `/deals/${id}`);
    const outcome = (result: { output: JsonObject }) => at(result.output, 'deal.outcome');
    beforeEach(async () => {
      account = await openRdStationAccount(auth);
      const order = {
        pipeline_id: vendas,
        stage_id: emAssinatura,
        title: 'Contrato',
        document_key: 'doc-1',
        contact_email: 'maria@acme.com.br',
      };
      id = textIn((await account.run(dealUpsert, order)).output, 'deal.id');
    });
    afterEach(() => account.close());

    test('a move really moves the deal, once', async () => {
      const move = { deal_id: id, pipeline_id: vendas, stage_id: contratoAssinado };
      assert.equal(outcome(await account.run(dealMove, move)), 'updated');
      assert.equal(at(await deal(), 'deal_stage.name'), 'Contrato assinado');
      assert.equal(outcome(await account.run(dealMove, move)), 'unchanged');
    });
    test('a move back is left undone with a note, and done when allowed', async () => {
      const move = { ...byDocument, pipeline_id: vendas, stage_id: proposta };
      const refused = await account.run(dealMove, move);
      assert.deepEqual([outcome(refused), refused.notes[0]?.code], ['unchanged', 'stage_not_moved_back']);
      assert.equal(outcome(await account.run(dealMove, { ...move, allow_backwards: true })), 'updated');
    });
    test('a won deal is won once, and neither moved nor lost', async () => {
      assert.equal(outcome(await account.run(dealWin, byDocument)), 'updated');
      assert.equal(outcome(await account.run(dealWin, { deal_id: id })), 'unchanged');
      await assert.rejects(account.run(dealLose, { deal_id: id }), conflict);
      await assert.rejects(
        account.run(dealMove, { deal_id: id, pipeline_id: vendas, stage_id: contratoAssinado }),
        conflict,
      );
      assert.deepEqual(
        [at(await deal(), 'win'), at(await deal(), 'deal_stage.name')],
        [true, 'Em assinatura'],
      );
    });
    test('an answer of 200 that changed nothing does not pass for done', async () => {
      const same = auth === 'token' ? await deal() : { data: { id, status: 'ongoing' } };
      account.parts.faults.add({
        match: { method: 'PUT' },
        kind: 'status',
        params: { status: 200, body: same },
      });
      await assert.rejects(account.run(dealWin, { deal_id: id }), /did not mark the deal/);
      const move = { deal_id: id, pipeline_id: vendas, stage_id: contratoAssinado };
      await assert.rejects(account.run(dealMove, move), /did not move the deal .* to "Contrato assinado"/);
    });
    test('a deal is lost with its reason', async () => {
      const result = await account.run(dealLose, {
        deal_id: id,
        lost_reason_id: '62c0ffee0000000000000421',
        lost_note: 'Caro',
      });
      assert.deepEqual(
        [at(await deal(), 'win'), at(await deal(), 'deal_lost_reason_id')],
        [false, '62c0ffee0000000000000421'],
      );
      assert.deepEqual(
        result.notes.map((note) => note.code),
        auth === 'token' ? [] : ['lost_note_left_out'],
      );
    });
    for (const [by, value] of [
      ['document', 'doc-1'],
      ['title', 'Contrato'],
      ['contact', 'maria@acme.com.br'],
    ] as const) {
      test(`a deal is found by its ${by}, and by status`, async () => {
        const found = await account.run(dealFind, { by, value, pipeline_id: vendas });
        assert.deepEqual([at(found.output, 'found'), at(found.output, 'deal.id')], [true, id]);
        const won = await account.run(dealFind, { by, value, status: 'won' });
        assert.deepEqual(won.output, { found: false, deal: null });
      });
    }
    test('of two deals found none is guessed', async () => {
      await account.v1('POST', '/deals', { deal: { name: 'Contrato', deal_stage_id: proposta } });
      await assert.rejects(account.run(dealFind, { by: 'title', value: 'Contrato' }), conflict);
      const newest = await account.run(dealFind, { by: 'title', value: 'Contrato', on_several: 'newest' });
      assert.notEqual(at(newest.output, 'deal.id'), id);
    });
    test('a deal that is gone, or was never made for the document, is not found', async () => {
      const notFound = (error: unknown) => error instanceof VendorError && error.kind === 'not_found';
      await assert.rejects(account.run(dealWin, { deal_id: 'ffffffffffffffffffffffff' }), notFound);
      await assert.rejects(account.run(dealWin, { deal_by: 'document', document_key: 'doc-2' }), notFound);
    });
  });
}
