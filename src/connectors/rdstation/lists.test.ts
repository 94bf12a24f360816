import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { placeOf, type Lists } from './lists.ts';
import type { Pipeline } from './port.ts';

const stage = (id: string, name: string) => ({ id, name, order: 1 });
const before: Pipeline = { id: 'p', name: 'Vendas', stages: [stage('s1', 'Proposta')] };
const now: Pipeline = { ...before, stages: [stage('s1', 'Proposta'), stage('s2', 'Assinado')] };

function lists(remembered: Pipeline | null, atVendor: Pipeline | null): Lists {
  const pipeline = async () => remembered;
  return { pipeline, pipelineNow: async () => atVendor } as Partial<Lists> as Lists;
}
const refusal = (words: RegExp) => (error: unknown) =>
  error instanceof VendorError && error.kind === 'invalid' && words.test(error.message);

test('a remembered stage needs no further call', async () => {
  const unreachable = {
    pipeline: async () => before,
    pipelineNow: () => Promise.reject(new Error('called')),
  };
  const place = await placeOf(unreachable as Partial<Lists> as Lists, 'p', 's1');
  assert.equal(place.stage.name, 'Proposta');
});
test('a stage made after the pipeline was remembered is found', async () => {
  assert.equal((await placeOf(lists(before, now), 'p', 's2')).stage.name, 'Assinado');
});
test('a stage or a pipeline that is gone is named', async () => {
  await assert.rejects(
    placeOf(lists(before, now), 'p', 's3'),
    refusal(/The stage s3 .*"Vendas".*Proposta, Assinado/),
  );
  await assert.rejects(placeOf(lists(before, null), 'p', 's2'), refusal(/The pipeline "Vendas" \(p\)/));
  await assert.rejects(placeOf(lists(null, null), 'p', 's2'), refusal(/The pipeline \(p\)/));
});
