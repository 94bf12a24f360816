import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import { DEMO_RDSTATION_PIPELINES, DEMO_RDSTATION_STAGES } from '../emulator/demo.ts';
import { dealUpsert } from './deal-upsert.ts';

const { vendas } = DEMO_RDSTATION_PIPELINES;
const { proposta, contratoAssinado } = DEMO_RDSTATION_STAGES;
const seed = {
  pipeline_id: vendas,
  stage_id: contratoAssinado,
  title: 'Contrato de Prestação.pdf - ACME Ltda',
  document_key: '9e2c2c33-0b3e-4b7e-9d3e-2f1f8c1d0a01',
  contact_name: 'Maria Silva',
  contact_email: 'maria@acme.com.br',
};
const dealId = (result: { output: JsonObject }): string => textIn(result.output, 'deal.id');

for (const auth of ['token', 'oauth2'] as const) {
  describe(`deal.upsert over ${auth === 'token' ? 'API v1' : 'API v2'}`, () => {
    let account: RdStationAccount;
    beforeEach(async () => void (account = await openRdStationAccount(auth)));
    afterEach(() => account.close());
    const upsert = (input: JsonObject = {}, step?: string) =>
      account.run(dealUpsert, { ...seed, ...input }, step);
    const deal = (id: string): Promise<Json> => account.v1('GET', `/deals/${id}`);
    const emailsOf = async (id: string): Promise<Json[]> => {
      const contacts = at(await account.v1('GET', `/deals/${id}/contacts`), 'contacts') as Json[];
      return contacts.map((contact) => at(contact, 'emails.0.email')!);
    };

    test('a first signature makes one deal in its stage, with its signer as contact', async () => {
      const result = await upsert();
      const made = await deal(dealId(result));
      assert.equal(at(made, 'name'), seed.title);
      assert.deepEqual(
        [at(made, 'deal_pipeline.name'), at(made, 'deal_stage.name'), at(made, 'win')],
        ['Vendas', 'Contrato assinado', null],
      );
      assert.deepEqual(await emailsOf(dealId(result)), ['maria@acme.com.br']);
      assert.deepEqual(
        [at(result.output, 'deal.outcome'), at(result.output, 'contact.outcome')],
        ['created', 'created'],
      );
      assert.deepEqual(result.terms, [seed.title, dealId(result), 'maria@acme.com.br']);
      assert.deepEqual(result.notes, []);
    });
    test('the same step again changes nothing', async () => {
      const first = await upsert({ note: 'Documento assinado', organization_name: 'ACME Ltda' });
      const before = account.parts.journal.ledger().length;
      const again = await upsert({ note: 'Documento assinado', organization_name: 'acme ltda' });
      assert.equal(account.parts.journal.ledger().length, before);
      assert.equal(dealId(again), dealId(first));
      assert.deepEqual(
        again.touched?.map((one) => one.outcome),
        ['unchanged', 'unchanged', 'unchanged'],
      );
    });
    test('a second signer of the document is linked to the same deal', async () => {
      const first = await upsert();
      const second = await upsert({ contact_name: 'João', contact_email: 'JOAO@acme.com.br' }, 'run-2/deal');
      assert.equal(dealId(second), dealId(first));
      assert.deepEqual((await emailsOf(dealId(first))).sort(), ['joao@acme.com.br', 'maria@acme.com.br']);
      assert.equal(account.count('deal.created'), 1);
    });
    test('all signers of a completed document are linked at once', async () => {
      const result = await upsert({
        contact_email: 'maria@acme.com.br; joao@acme.com.br',
        contact_name: 'Maria Silva; João Souza',
      });
      assert.deepEqual((await emailsOf(dealId(result))).sort(), ['joao@acme.com.br', 'maria@acme.com.br']);
      assert.equal((at(result.output, 'contacts') as Json[]).length, 2);
    });
    test('an existing contact is linked, not copied, and keeps its other deals', async () => {
      const old = await account.v1('POST', '/deals', { deal: { name: 'Antigo', deal_stage_id: proposta } });
      const contact = {
        name: 'Maria S.',
        emails: [{ email: 'Maria@ACME.com.br' }],
        deal_ids: [textIn(old, 'id')],
      };
      const known = await account.v1('POST', '/contacts', { contact });
      const result = await upsert();
      assert.equal(at(result.output, 'contact.id'), at(known, 'id'));
      assert.deepEqual(at(await account.v1('GET', `/contacts/${textIn(known, 'id')}`), 'deal_ids'), [
        at(old, 'id'),
        dealId(result),
      ]);
      assert.equal(account.count('contact.created'), 1);
    });
    test('of several contacts with the email the newest updated is taken, and a note says so', async () => {
      const contact = (name: string) => ({ contact: { name, emails: [{ email: 'maria@acme.com.br' }] } });
      const first = await account.v1('POST', '/contacts', contact('Maria 1'));
      await account.v1('POST', '/contacts', contact('Maria 2'));
      await account.v1('PUT', `/contacts/${textIn(first, 'id')}`, { contact: { title: 'Diretora' } });
      const result = await upsert();
      assert.equal(at(result.output, 'contact.id'), at(first, 'id'));
      assert.deepEqual(
        result.notes.map((note) => note.code),
        ['contact_several'],
      );
    });
    test('an open deal of the contact in the pipeline is updated, and moves forward only', async () => {
      const existing = await upsert({ title: 'Proposta ACME', stage_id: proposta });
      const match = { match: 'contact', document_key: '' };
      const signed = await upsert({ ...match, rating: '4' }, 'run-2/deal');
      assert.deepEqual(
        [dealId(signed), at(signed.output, 'deal.stage')],
        [dealId(existing), 'Contrato assinado'],
      );
      const back = await upsert({ ...match, stage_id: proposta }, 'run-3/deal');
      assert.equal(at(back.output, 'deal.stage'), 'Contrato assinado');
      assert.deepEqual(
        back.notes.map((note) => note.code),
        ['stage_not_moved_back'],
      );
      const allowed = await upsert({ ...match, stage_id: proposta, allow_backwards: true }, 'run-4/deal');
      assert.equal(at(allowed.output, 'deal.stage'), 'Proposta');
      assert.equal(at(await deal(dealId(existing)), 'rating'), 4);
    });
    test('two open deals that match are both named to a person, or the newest is taken', async () => {
      const body = { deal: { name: seed.title, deal_stage_id: proposta } };
      const made = [await account.v1('POST', '/deals', body), await account.v1('POST', '/deals', body)].map(
        (one) => at(one, 'id'),
      );
      await assert.rejects(upsert({ match: 'title' }), (error: { candidates: { id: string }[] }) => {
        assert.deepEqual(error.candidates.map((one) => one.id).sort(), [...made].sort());
        return true;
      });
      const newest = await upsert({ match: 'title', on_several: 'newest' });
      assert.equal(dealId(newest), made[1]);
    });
  });
}
