import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { ask, pathOf } from '../client.ts';
import { id } from '../wire.ts';
import { required } from './input.ts';

const input = z.object({ list: required, record_id: required });
const ids = z.array(id).nullish();
/** One specification writes `recordIds…`, another `recordsIds…`. */
const answer = z.object({
  ...{ recordIdsAdded: ids, recordsIdsAdded: ids, recordIdsRemoved: ids, recordsIdsRemoved: ids },
  recordIdsMissing: ids,
});

function memberAction(verb: 'add' | 'remove'): Action {
  return {
    key: `list.${verb}`,
    version: 1,
    input,
    fields: [
      { key: 'list', type: 'select', required: true, options: { from: 'lists' } },
      { key: 'record_id', type: 'template', required: true },
    ],
    output: [{ path: 'changed', type: 'boolean', sample: true }],
    effect: { mode: 'idempotent' },
    async run(context: ActionContext, given: z.output<typeof input>): Promise<ActionResult> {
      const path = pathOf`/crm/v3/lists/${given.list}/memberships/${verb}`;
      const made = await ask(context, answer, { method: 'PUT', path, json: [given.record_id] });
      if (made.recordIdsMissing?.includes(given.record_id)) {
        throw new VendorError('not_found', `There is no record ${given.record_id} in HubSpot for this list.`);
      }
      const done = [made.recordIdsAdded, made.recordsIdsAdded, made.recordIdsRemoved, made.recordsIdsRemoved];
      return {
        output: { changed: done.some((some) => some?.includes(given.record_id)) },
        terms: [given.record_id],
      };
    },
  };
}

/** Puts a record on a list whose members are chosen by hand; who is on it stays on it. */
export const listAdd = memberAction('add');

/** Takes a record off such a list; who is not on it stays off. */
export const listRemove = memberAction('remove');
