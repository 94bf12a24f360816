import type {
  Contact,
  ContactFields,
  CustomValue,
  CustomValues,
  Deal,
  DealFields,
  Organization,
  OrganizationFields,
} from './port.ts';

/**
 * Comparing what is asked with what is there. The same comparison says what an update must send and, after it, what
 * the vendor left out without a word.
 */

function sameCustom(left: CustomValue | undefined, right: CustomValue): boolean {
  const list = (value: CustomValue | undefined): string[] =>
    (Array.isArray(value) ? value : [value ?? '']).filter((one) => one !== '');
  const [a, b] = [list(left).sort(), list(right).sort()];
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** The custom values of `wanted` that `current` does not have; null when it has them all. */
function customDifference(current: CustomValues, wanted: CustomValues | undefined): CustomValues | null {
  const rows = Object.entries(wanted ?? {}).filter(([key, value]) => !sameCustom(current[key], value));
  return rows.length === 0 ? null : Object.fromEntries(rows);
}

function difference<Fields extends object>(
  wanted: Fields,
  has: (key: keyof Fields) => boolean,
): Partial<Fields> {
  const keys = (Object.keys(wanted) as (keyof Fields)[]).filter(
    (key) => wanted[key] !== undefined && !has(key),
  );
  return Object.fromEntries(keys.map((key) => [key, wanted[key]])) as Partial<Fields>;
}

/** What of `wanted` a deal does not have yet. */
export function dealDifference(deal: Deal, wanted: DealFields): DealFields {
  const custom = customDifference(deal.custom, wanted.custom);
  const rest = difference(wanted, (key) => {
    switch (key) {
      case 'custom':
      case 'lostReasonId':
      case 'lostNote':
        return true; // Compared by itself, or not in the answers.
      case 'title':
        return deal.title === wanted.title?.trim() || deal.title === wanted.title;
      case 'contactIds':
        return wanted.contactIds?.every((id) => deal.contactIds?.includes(id)) === true;
      case 'pipelineId':
        return deal.pipelineId === null || deal.pipelineId === wanted.pipelineId;
      default:
        return deal[key] === wanted[key];
    }
  });
  return custom ? { ...rest, custom } : rest;
}

/** What of `wanted` a contact does not have yet. A contact that has a phone keeps its own. */
export function contactDifference(contact: Contact, wanted: ContactFields): ContactFields {
  const custom = customDifference(contact.custom, wanted.custom);
  const rest = difference(wanted, (key) => {
    switch (key) {
      case 'custom':
        return true;
      case 'email':
        return contact.emails.includes(wanted.email?.trim().toLowerCase() ?? '');
      case 'phone':
        return contact.phones.length > 0;
      case 'dealIds':
        return wanted.dealIds?.every((id) => contact.deals?.some((deal) => deal.id === id)) === true;
      default:
        return (contact[key] ?? '') === wanted[key];
    }
  });
  return custom ? { ...rest, custom } : rest;
}

/** What of `wanted` an organization does not have yet. */
export function organizationDifference(
  organization: Organization,
  wanted: OrganizationFields,
): OrganizationFields {
  const custom = customDifference(organization.custom, wanted.custom);
  const rest = difference(wanted, (key) => key === 'custom' || (organization[key] ?? '') === wanted[key]);
  return custom ? { ...rest, custom } : rest;
}

/** Names of what is in a difference, custom fields as `custom:<key>`; empty when nothing is. */
export function namesOf(fields: DealFields | ContactFields | OrganizationFields): string[] {
  return Object.keys(fields).flatMap((key) =>
    key === 'custom' ? Object.keys(fields.custom ?? {}).map((custom) => `custom:${custom}`) : [key],
  );
}
