import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type JsonObject } from '#std/json.ts';
import {
  openRdStationAccount,
  textIn,
  type RdStationAccount,
} from '../../../../test/support/rdstation-account.ts';
import { openCrm } from '../emulator/model/crm.ts';
import {
  DEMO_RDSTATION_DEAL_FIELDS as custom,
  DEMO_RDSTATION_PIPELINES,
  DEMO_RDSTATION_STAGES,
} from '../emulator/demo.ts';
import { dealUpsert } from './deal-upsert.ts';

const order = {
  pipeline_id: DEMO_RDSTATION_PIPELINES.vendas,
  stage_id: DEMO_RDSTATION_STAGES.contratoAssinado,
  title: 'Contrato.pdf - ACME Ltda',
  document_key: 'doc-1',
  contact_email: 'maria@acme.com.br',
  organization_name: 'ACME Ltda',
  note: 'Documento assinado',
};
const codes = (result: { notes: { code: string }[] }): string[] => result.notes.map((note) => note.code);

for (const auth of ['token', 'oauth2'] as const) {
  const [prefix, notes] = auth === 'token' ? ['/api/v1', '/activities'] : ['/crm/v2', '/notes'];
  describe(`deal.upsert over ${auth} when RD fails`, () => {
    let account: RdStationAccount;
    beforeEach(async () => void (account = await openRdStationAccount(auth)));
    afterEach(() => account.close());
    const upsert = (input: JsonObject = {}) => account.run(dealUpsert, { ...order, ...input });
    const failAfter = (path: string) =>
      account.parts.faults.add({
        match: { method: 'POST', path: `^${prefix}.*${path}$` },
        kind: 'html500_after',
        times: 1,
      });
    const counts = () =>
      ['deal', 'contact', 'organization', 'note'].map((kind) => account.count(`${kind}.created`));

    for (const path of ['/deals', '/contacts', '/organizations', notes]) {
      test(`an error page after POST ${path} was carried out doubles nothing`, async () => {
        const rule = failAfter(path);
        await assert.rejects(upsert(), (error) => {
          assert.ok(
            error instanceof VendorError && error.kind === 'unavailable' && error.reach === 'unknown',
          );
          assert.match(error.message, /answered POST .* with 500: /);
          return true;
        });
        await upsert();
        assert.deepEqual([rule.fired, ...counts()], [1, 1, 1, 1, 1]);
      });
    }
    test('a deal found after its answer was lost counts as created, and the history says so', async () => {
      failAfter('/deals');
      await assert.rejects(upsert());
      const result = await upsert({ stamp_field: '' });
      assert.equal(at(result.output, 'deal.outcome'), 'created');
      assert.deepEqual(codes(result), ['deal_recovered']);
    });
    test('with a stamp, another deal with the same title in the same minute is not mistaken for it', async () => {
      const stamped = { stamp_field: custom.chaveClicksign };
      const rule = {
        match: { method: 'POST', path: `^${prefix}/deals$` },
        kind: 'status',
        times: 1,
        params: { status: 500 },
      } as const;
      account.parts.faults.add(rule);
      await assert.rejects(upsert(stamped));
      await account.v1('POST', '/deals', {
        deal: { name: order.title, deal_stage_id: order.stage_id },
      });
      const result = await upsert(stamped);
      assert.deepEqual([codes(result), account.count('deal.created')], [[], 2]);
    });
    test('a limit that is reached is told apart and creates nothing', async () => {
      const params = {
        status: 429,
        body: { errors: { error_type: 'RATE_LIMIT_EXCEDDED', error_message: 'API usage limit exceeded' } },
      };
      account.parts.faults.add({
        match: { method: 'POST', path: `^${prefix}/deals$` },
        kind: 'status',
        times: 1,
        params,
      });
      await assert.rejects(
        upsert(),
        (error) => error instanceof VendorError && error.kind === 'rate_limited' && error.reach === 'refused',
      );
      await upsert();
      assert.equal(account.count('deal.created'), 1);
    });
    test('a deleted stage is named with the stages that are there', async () => {
      openCrm(account.parts).stages.delete(order.stage_id);
      await assert.rejects(upsert(), (error) => {
        assert.ok(error instanceof VendorError && error.kind === 'invalid');
        assert.match(
          error.message,
          new RegExp(`The stage ${order.stage_id} .*"Vendas".*Proposta, Em assinatura`),
        );
        return true;
      });
    });
    test('a stage deleted after it was remembered is named by its name', async () => {
      const context = account.context();
      const kept = new Map<string, Promise<unknown>>();
      const cached = <Value>(key: string, _ttl: number, load: () => Promise<Value>) => {
        const value = (kept.get(key) as Promise<Value> | undefined) ?? load();
        kept.set(key, value);
        return value;
      };
      const run = (key: string) =>
        dealUpsert.run(
          { ...context, cached },
          dealUpsert.input.parse({ ...order, document_key: key }) as never,
        );
      await run('doc-1');
      openCrm(account.parts).stages.delete(order.stage_id);
      await assert.rejects(
        run('doc-2'),
        /The stage "Contrato assinado" \(.*Its stages: Proposta, Em assinatura/,
      );
    });
  });
}

describe('calls of deal.upsert over API v1', () => {
  const lean = { ...order, organization_name: '', note: '' };
  const written = (account: RdStationAccount) =>
    account.calls.filter((call) => !call.includes('/deal_pipelines'));

  test('are three for a new document and a new contact, besides the remembered pipeline', async () => {
    const account = await openRdStationAccount();
    await account.run(dealUpsert, lean);
    assert.deepEqual(written(account), [
      'POST /api/v1/deals',
      'GET /api/v1/contacts',
      'POST /api/v1/contacts',
    ]);
    await account.close();
  });
  test('are two when everything is as it should be', async () => {
    const account = await openRdStationAccount();
    const first = await account.run(dealUpsert, lean);
    account.quiet();
    await account.run(dealUpsert, lean, 'run-2/deal');
    const [deal, contact] = [textIn(first.output, 'deal.id'), textIn(first.output, 'contact.id')];
    assert.deepEqual(written(account), [`GET /api/v1/deals/${deal}`, `GET /api/v1/contacts/${contact}`]);
    await account.close();
  });
  test('link an existing contact by a fresh read and a write of the whole list', async () => {
    const account = await openRdStationAccount();
    await account.run(dealUpsert, { ...lean, document_key: 'doc-0' });
    account.quiet();
    const result = await account.run(dealUpsert, lean, 'run-2/deal');
    const contact = `/api/v1/contacts/${textIn(result.output, 'contact.id')}`;
    assert.deepEqual(written(account), [
      'POST /api/v1/deals',
      `GET ${contact}`,
      `GET ${contact}`,
      `PUT ${contact}`,
    ]);
    await account.close();
  });
});
