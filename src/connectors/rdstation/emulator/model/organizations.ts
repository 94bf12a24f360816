import { must, nameKey, type Crm } from './crm.ts';
import { organizationEffect } from './effects.ts';
import { given } from './given.ts';
import { Refusal } from './refusal.ts';
import type { CustomValues, OrganizationRow } from './rows.ts';

/** What a caller says about an organization; what is undefined stays as it is. */
export interface OrganizationDraft {
  name?: string | null | undefined;
  resume?: string | null | undefined;
  url?: string | null | undefined;
  address?: string | null | undefined;
  segmentIds?: string[] | undefined;
  ownerId?: string | null | undefined;
  customFields?: CustomValues | undefined;
}

const blank = {
  name: '',
  resume: null,
  url: null,
  address: null,
  segmentIds: [],
  ownerId: null,
  customFields: {},
};

/**
 * Adds an organization.
 * @throws Refusal for a missing name, or one another organization has
 */
export function createOrganization(crm: Crm, draft: OrganizationDraft): OrganizationRow {
  return crm.commit(() => {
    const now = crm.now();
    const row = apply(crm, { id: crm.newId(), ...blank, createdAt: now, updatedAt: now }, draft);
    crm.organizations.put(row);
    organizationEffect(crm, 'created', row);
    return row;
  });
}

/** Changes an organization; custom values are merged. */
export function changeOrganization(
  crm: Crm,
  row: OrganizationRow,
  draft: OrganizationDraft,
): OrganizationRow {
  return crm.commit(() => {
    const changed = crm.organizations.put({ ...apply(crm, row, draft), updatedAt: crm.now() });
    organizationEffect(crm, 'updated', changed);
    return changed;
  });
}

/** Deletes an organization, which only people can do; its contacts and deals lose their link. */
export function deleteOrganization(crm: Crm, row: OrganizationRow): void {
  crm.commit(() => {
    for (const contact of crm.by.contactOrganization.all(row.id)) {
      crm.contacts.put({ ...contact, organizationId: null });
    }
    for (const deal of crm.by.dealOrganization.all(row.id)) crm.deals.put({ ...deal, organizationId: null });
    crm.organizations.delete(row.id);
    organizationEffect(crm, 'deleted', row);
  });
}

function apply(crm: Crm, row: OrganizationRow, draft: OrganizationDraft): OrganizationRow {
  const name = draft.name === undefined ? row.name : (draft.name ?? '').trim();
  if (name === '') throw new Refusal('blank', 'name');
  const other = crm.by.organizationName.first(nameKey(name));
  if (other && other.id !== row.id) throw new Refusal('taken', 'name');
  if (draft.ownerId) must(crm.users, draft.ownerId, 'User');
  return { ...row, ...given(draft), name, customFields: { ...row.customFields, ...draft.customFields } };
}
