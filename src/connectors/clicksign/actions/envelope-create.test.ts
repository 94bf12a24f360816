import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { World } from '#kit/conformance/world.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type JsonObject } from '#std/json.ts';
import { countOf, withAccount } from '../../../../test/support/clicksign-account.ts';
import { documentsOf } from '../v3/documents.ts';
import { envelopesNamed, readEnvelope } from '../v3/envelopes.ts';
import { createInput } from './create/input.ts';
import { envelopeCreate } from './envelope-create.ts';

const order: JsonObject = {
  name: 'Contrato ACME',
  source: 'file',
  file_name: 'Contrato ACME.pdf',
  content_base64: Buffer.from('%PDF-1.4\n%%EOF').toString('base64'),
  company: 'ACME Ltda',
  deadline_days: '10',
  signer_count: '2',
  signer_1_name: 'Maria Silva',
  signer_1_email: 'maria@acme.com.br',
  signer_1_auths: ['email', 'selfie'],
  signer_2_name: 'João Souza',
  signer_2_email: 'joao@acme.com.br',
  signer_2_role: 'witness',
  signer_2_group: '2',
};

function run(world: World, more: JsonObject = {}, key = 'step-1') {
  const context = world.action(key);
  const result = envelopeCreate.run(context, createInput.parse({ ...order, ...more }) as never);
  return { context, result };
}

const calls = [
  ['the envelope', 'POST', '/envelopes$'],
  ['the document', 'POST', '/documents$'],
  ['a signer', 'POST', '/signers$'],
  ['a requirement', 'POST', '/requirements$'],
  ['the start', 'PATCH', '/envelopes/'],
  ['the notification', 'POST', '/notifications$'],
] as const;

describe('envelope.create', () => {
  test('makes a running envelope under its own name, with its people and the company in the metadata', () =>
    withAccount(async (world) => {
      const { output, touched } = await run(world).result;
      const id = at(output, 'envelope.id') as string;
      const envelope = await readEnvelope(world.context(), id);
      assert.deepEqual([envelope?.name, envelope?.status], ['Contrato ACME', 'running']);
      const [document] = await documentsOf(world.context(), id);
      assert.equal(document?.metadata.empresa, 'ACME Ltda');
      assert.deepEqual(
        [at(output, 'signers.0.email'), at(output, 'signers.1.name')],
        ['maria@acme.com.br', 'João Souza'],
      );
      assert.deepEqual(touched?.[0], { object: 'envelope', id, title: 'Contrato ACME', outcome: 'created' });
      assert.equal(countOf(world, 'notification.created'), 1);
    }));

  for (const [what, method, path] of calls) {
    for (const kind of ['cut_after', 'cut_before'] as const) {
      test(`goes on to one whole envelope when the answer to ${what} was lost (${kind})`, () =>
        withAccount(async (world) => {
          const rule = world.parts.faults.add({ match: { method, path }, kind, times: 1 });
          await assert.rejects(run(world).result, VendorError);
          const { output } = await run(world).result;
          const made = await envelopesNamed(world.context(), 'Contrato ACME');
          assert.deepEqual(
            made.map(({ id, status }) => [id, status]),
            [[at(output, 'envelope.id'), 'running']],
          );
          assert.equal((await documentsOf(world.context(), made[0]!.id)).length, 1);
          // The demo account begins with one envelope and one signer of its own.
          assert.deepEqual(
            [countOf(world, 'envelope.created'), countOf(world, 'signer.created'), rule.fired],
            [2, 3, 1],
          );
        }));
    }
  }

  test('leaves no half-made draft behind when Clicksign refuses a signer, and says so', () =>
    withAccount(async (world) => {
      const { context, result } = run(world, { signer_2_email: 'not an email' });
      await assert.rejects(result, (error) => error instanceof VendorError && error.kind === 'invalid');
      assert.deepEqual(context.notes, ['draft_removed']);
      assert.deepEqual([countOf(world, 'envelope.created'), countOf(world, 'envelope.deleted')], [2, 1]);
    }));

  test('makes a new envelope when the one refused before was removed', () =>
    withAccount(async (world) => {
      await assert.rejects(run(world, { signer_2_email: 'not an email' }).result);
      await run(world).result;
      assert.equal((await envelopesNamed(world.context(), 'Contrato ACME')).length, 1);
    }));

  test('leaves a draft under its own name when it is not to start', () =>
    withAccount(async (world) => {
      const { output } = await run(world, { start: 'false' }).result;
      assert.deepEqual(
        [at(output, 'envelope.status'), at(output, 'envelope.name')],
        ['draft', 'Contrato ACME'],
      );
      assert.equal(countOf(world, 'notification.created'), 0);
    }));
});

describe('the input of envelope.create', () => {
  const faulty: [string, JsonObject][] = [
    ['no name', { name: ' ' }],
    ['no signer', { signer_1_name: '', signer_1_email: '', signer_2_name: '', signer_2_email: '' }],
    ['a signer without a name', { signer_1_name: '' }],
    ['one person twice', { signer_2_email: 'MARIA@acme.com.br' }],
    ['no file', { content_base64: '' }],
    ['a file without a name', { file_name: '' }],
    ['no template', { source: 'template' }],
    ['a deadline too far away', { deadline_days: 91 }],
    ['an unknown way to prove oneself', { signer_1_auths: ['telepathy'] }],
  ];
  for (const [what, change] of faulty) {
    test(`is refused with ${what}`, () => {
      assert.equal(createInput.safeParse({ ...order, ...change }).success, false);
    });
  }
  test('names the field of the form that is at fault', () => {
    const { error } = createInput.safeParse({ ...order, signer_2_name: '', signer_1_group: 0 });
    assert.deepEqual(
      error?.issues.map(({ path }) => path.join('.')),
      ['signer_1_group', 'signer_2_name'],
    );
  });
  test('leaves out signers of places that are hidden again', () => {
    const plan = createInput.parse({ ...order, signer_count: '1' });
    assert.deepEqual(
      plan.signers.map(({ email }) => email),
      ['maria@acme.com.br'],
    );
  });
  test('takes signers as a list, and template fields as rows or as an object', () => {
    const bare = { name: 'A', template: 'T', signers: [{ name: 'Maria Silva', email: 'm@x.br' }] };
    const rows = createInput.parse({ ...bare, template_data: [{ target: 'Nome', value: 'Maria' }] });
    assert.deepEqual(
      rows.template_data,
      createInput.parse({ ...bare, template_data: { Nome: 'Maria' } }).template_data,
    );
    assert.deepEqual(
      rows.signers.map(({ name, auths, role, group }) => [name, auths, role, group]),
      [['Maria Silva', ['email'], 'sign', 1]],
    );
  });
});
