import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { World } from '#kit/conformance/world.ts';
import type { Action, ActionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  countOf,
  legacyContext,
  sendContract,
  withAccount,
} from '../../../../test/support/clicksign-account.ts';
import { DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY } from '../emulator/demo.ts';
import { readV1Document } from '../v1/documents.ts';
import { envelopeCancel } from './envelope-cancel.ts';
import { envelopeRemind } from './envelope-remind.ts';

const signers = [
  { name: 'Maria Silva', email: 'maria@acme.com.br' },
  { name: 'João Souza', email: 'joao@acme.com.br' },
];

function sent(world: World, more: JsonObject = {}): Promise<Json> {
  return world.control('POST', '/quick-sign', { name: 'Contrato', signers, sign: 1, ...more });
}

async function perform(action: Action, context: ActionContext, input: JsonObject) {
  const { output, touched } = await action.run(context, action.input.parse(input) as never);
  return { output, outcome: touched?.[0]?.outcome };
}

describe('envelope.remind', () => {
  test('asks those who have not signed', () =>
    withAccount(async (world) => {
      const { envelope, document } = await sendContract(world);
      await world.control('POST', '/sign', { document_key: document, email: 'maria@acme.com.br' });
      const { output } = await perform(envelopeRemind, world.action('k'), { envelope });
      // The first asked both to sign.
      assert.deepEqual([output.reminded, countOf(world, 'notification.created')], [1, 2]);
    }));

  test('asks one signer by email, and says when nobody has it', () =>
    withAccount(async (world) => {
      const { envelope } = await sendContract(world);
      const input = { envelope, signer_email: 'JOAO@acme.com.br', message: 'Por favor' };
      assert.equal((await perform(envelopeRemind, world.action('k'), input)).output.reminded, 1);
      const stranger = perform(envelopeRemind, world.action('k'), { ...input, signer_email: 'x@y.br' });
      await assert.rejects(stranger, (error) => error instanceof VendorError && error.kind === 'not_found');
    }));

  test('finds the document by the key that webhooks bring', () =>
    withAccount(async (world) => {
      const key = at(await sent(world), 'document_key')!;
      const { output } = await perform(envelopeRemind, world.action('k'), { envelope: key });
      assert.equal(output.reminded, 1);
    }));

  test('reminds nobody of a finished envelope, and says so', () =>
    withAccount(async (world) => {
      const id = at(await sent(world, { sign: 2 }), 'envelope_id')!;
      const context = world.action('k');
      const { output, outcome } = await perform(envelopeRemind, context, { envelope: id });
      assert.deepEqual([output.reminded, outcome, context.notes], [0, 'unchanged', ['nobody_to_remind']]);
    }));
});

describe('envelope.cancel', () => {
  for (const way of ['envelope_id', 'document_key']) {
    test(`cancels what is running, found by ${way}, and a second time changes nothing`, () =>
      withAccount(async (world) => {
        const made = await sent(world);
        const id = at(made, way)!;
        const first = await perform(envelopeCancel, world.action('k'), { envelope: id });
        assert.deepEqual([first.output.canceled, first.outcome], [true, 'updated']);
        assert.equal(
          (await readV1Document(world.context(), at(made, 'document_key') as string))?.status,
          'canceled',
        );
        const context = world.action('k');
        const second = await perform(envelopeCancel, context, { envelope: id });
        assert.deepEqual(
          [second.output.canceled, second.outcome, context.notes],
          [false, 'unchanged', ['already_over']],
        );
      }));
  }

  test('works in an account without envelopes', () =>
    withAccount(async (world) => {
      const made = await sent(world, { account_key: DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY });
      const context = { ...world.action('k'), ...legacyContext(world) };
      const { output } = await perform(envelopeCancel, context, { envelope: at(made, 'document_key')! });
      assert.equal(output.canceled, true);
    }));

  test('says when there is neither an envelope nor a document', () =>
    withAccount(async (world) => {
      const asked = perform(envelopeCancel, world.action('k'), {
        envelope: '00000000-0000-4000-8000-00000000ffff',
      });
      await assert.rejects(asked, (error) => error instanceof VendorError && error.kind === 'not_found');
    }));
});
