import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openHouse, toyDefinition, type Ask, type House, type Workspace } from './house.fixture.ts';

interface Shown {
  id: string;
  name: string;
  status: string;
  tags: string[];
  draftRevision: number;
  draft: unknown;
  day: unknown;
}

describe('keeping many workflows in order', () => {
  let house: House;
  let own: Workspace;
  before(async () => {
    house = await openHouse();
    own = await house.workspace('Own');
  });
  after(() => house[Symbol.asyncDispose]());

  const make = async (name: string): Promise<Shown> => {
    const answer = await own.as.editor('POST', `${own.path}/workflows`, {
      name,
      definition: toyDefinition(''),
    });
    return (await answer.json()) as Shown;
  };
  const tag = (as: Ask, id: string, tags: string[]) =>
    as('PUT', `${own.path}/workflows/${id}/tags`, { tags });

  test('tags are kept once whatever their case, and the draft stays as it was', async () => {
    const made = await make('Tagged');
    const answer = await tag(own.as.editor, made.id, [' Sales ', 'sales', 'Brasil']);
    const shown = (await answer.json()) as Shown;
    assert.deepEqual([shown.tags, shown.draftRevision], [['Sales', 'Brasil'], made.draftRevision]);
    const list = (await (await own.as.viewer('GET', `${own.path}/workflows`)).json()) as Shown[];
    assert.deepEqual(list.find((one) => one.id === made.id)?.tags, ['Sales', 'Brasil']);
  });
  test('an empty tag, a long one and an eleventh are refused', async () => {
    const { id } = await make('Refused');
    for (const tags of [[' '], ['x'.repeat(41)], Array.from({ length: 11 }, (_, index) => `t${index}`)]) {
      assert.equal((await tag(own.as.editor, id, tags)).status, 400);
    }
    assert.equal((await tag(own.as.viewer, id, ['x'])).status, 403);
  });
  test('a copy is a draft of its own with the same draft and tags', async () => {
    const made = await make('Original');
    await tag(own.as.editor, made.id, ['Sales']);
    const answer = await own.as.editor('POST', `${own.path}/workflows/${made.id}/duplicate`, {
      name: 'Copy',
    });
    const copy = (await answer.json()) as Shown;
    assert.equal(answer.status, 201);
    assert.notEqual(copy.id, made.id);
    assert.deepEqual(
      [copy.name, copy.status, copy.tags, copy.draft, copy.draftRevision],
      ['Copy', 'draft', ['Sales'], made.draft, 1],
    );
  });
  test('a workflow that never ran has an empty day', async () => {
    const { day } = await make('Quiet');
    assert.deepEqual(day, { completed: 0, failed: 0, waiting: 0, total: 0 });
  });
});
