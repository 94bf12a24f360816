import type { z } from 'zod';
import type { Field } from '#kit/field.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { choice, optional } from '../actions/input.ts';
import type { Desk } from '../desk.ts';
import type { Deal } from '../port.ts';

/** Which deal an action is about: by its id, or the one this connection made for a document. */
export const dealReference = {
  deal_by: choice(['id', 'document'], 'id'),
  deal_id: optional,
  document_key: optional,
};
export type DealReference = z.output<z.ZodObject<typeof dealReference>>;

/** The form's part for it. */
export const dealReferenceFields: Field[] = [
  { key: 'deal_by', type: 'select', default: 'id', options: { values: ['id', 'document'] } },
  { key: 'deal_id', type: 'template', showIf: { field: 'deal_by', in: ['id'] } },
  {
    key: 'document_key',
    type: 'template',
    default: '{{ document.key }}',
    showIf: { field: 'deal_by', in: ['document'] },
  },
];

/**
 * The id of the deal that is meant, without asking the vendor.
 * @throws VendorError `invalid` when the reference is blank, `not_found` when no deal was made for the document
 */
export async function dealIdOf(desk: Desk, reference: DealReference): Promise<string> {
  if (reference.deal_by === 'id') {
    if (reference.deal_id !== null) return reference.deal_id;
    throw new VendorError('invalid', 'The deal id is blank. Put in the deal of an earlier step.', {
      reach: 'not_sent',
    });
  }
  const key = reference.document_key;
  if (key === null) throw new VendorError('invalid', 'The document key is blank.', { reach: 'not_sent' });
  const id = await desk.context.effects.linked('deal', key);
  if (id !== null) return id;
  throw new VendorError('not_found', `No deal was made here for the document ${key}.`, { reach: 'not_sent' });
}

/**
 * The deal that is meant.
 * @throws VendorError `not_found` when RD does not have it, or the token may not see it
 */
export async function dealOf(desk: Desk, reference: DealReference): Promise<Deal> {
  const id = await dealIdOf(desk, reference);
  const deal = await desk.crm.getDeal(id);
  if (deal) return deal;
  throw new VendorError(
    'not_found',
    `The deal ${id} is not in RD Station CRM, or this connection may not see it.`,
  );
}
