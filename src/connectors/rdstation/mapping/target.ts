import { VendorError } from '#kit/vendor-error.ts';
import type { CrmObject } from '../port.ts';

/** Fields every account has, by object. `title`, owner, stage and the like have inputs of their own. */
export const standardFields = {
  deal: { rating: 'number', close_date: 'date' },
  contact: { name: 'text', title: 'text', phone: 'text' },
  organization: { resume: 'text', url: 'text' },
} as const;

/** What a mapping row fills: a standard field by name, or a custom field by its id at RD. */
export type Target =
  | { object: CrmObject; standard: string; customId: null }
  | { object: CrmObject; standard: null; customId: string };

/**
 * Reads `deal:rating` or `deal.custom:<id>`.
 * @throws VendorError `invalid` naming the target that is not understood
 */
export function readTarget(text: string): Target {
  const match = /^(deal|contact|organization)(\.custom)?:(.+)$/.exec(text);
  const object = match?.[1] as CrmObject | undefined;
  const name = match?.[3];
  if (object && name) {
    if (match[2]) return { object, standard: null, customId: name };
    if (Object.hasOwn(standardFields[object], name)) return { object, standard: name, customId: null };
  }
  throw new VendorError('invalid', `There is no field "${text}" in RD Station CRM; choose the field again.`, {
    reach: 'not_sent',
  });
}

/** The text a mapping row names a target by. */
export function writeTarget(object: CrmObject, field: { standard: string } | { customId: string }): string {
  return 'standard' in field ? `${object}:${field.standard}` : `${object}.custom:${field.customId}`;
}
