import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Place } from '../lists.ts';
import type { Deal } from '../port.ts';
import { moveTo } from './stage.ts';

const stages = ['proposta', 'assinatura', 'assinado'].map((id, index) => ({
  id,
  name: id,
  order: index + 1,
}));
const pipeline = { id: 'vendas', name: 'Vendas', stages };
const to = (id: string): Place => ({ pipeline, stage: stages.find((stage) => stage.id === id)! });
const deal = (stageId: string, pipelineId: string | null = 'vendas'): Deal =>
  ({ stageId, pipelineId }) as Deal;

const moves: [
  name: string,
  from: Deal,
  to: string,
  when: 'always' | 'on_create',
  back: boolean,
  expected: string,
][] = [
  ['goes forward', deal('proposta'), 'assinado', 'always', false, 'true'],
  [
    'goes forward also when the answer did not name its pipeline',
    deal('proposta', null),
    'assinado',
    'always',
    false,
    'true',
  ],
  ['stays where it is already', deal('assinado'), 'assinado', 'always', true, 'false'],
  ['does not go back', deal('assinado'), 'proposta', 'always', false, 'false stage_not_moved_back'],
  ['goes back when allowed', deal('assinado'), 'proposta', 'always', true, 'true'],
  [
    'stays in another pipeline',
    deal('x', 'posvenda'),
    'assinado',
    'always',
    false,
    'false stage_other_pipeline',
  ],
  ['comes from another pipeline when allowed', deal('x', 'posvenda'), 'assinado', 'always', true, 'true'],
  ['leaves a stage that was deleted', deal('x'), 'proposta', 'always', false, 'true'],
  ['stays when only new deals are placed', deal('proposta'), 'assinado', 'on_create', true, 'false'],
];

describe('an existing deal', () => {
  for (const [name, from, stage, when, allowBackwards, expected] of moves) {
    test(name, () => {
      const { move, because } = moveTo(from, to(stage), { when, allowBackwards });
      assert.equal(`${move}${because ? ` ${because}` : ''}`, expected);
    });
  }
});
