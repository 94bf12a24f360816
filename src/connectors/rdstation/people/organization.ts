import type { Ensured } from '#kit/effects.ts';
import { namesOf, organizationDifference } from '../change.ts';
import type { Desk } from '../desk.ts';
import type { Organization, OrganizationFields } from '../port.ts';

/** An organization and what was done to have it so. */
export interface SettledOrganization {
  organization: Organization;
  outcome: 'created' | 'updated' | 'unchanged';
}

/** The organization with a name (case does not matter), found or created, with its mapped fields written where they differ. */
export async function settleOrganization(
  desk: Desk,
  name: string,
  fields: Omit<OrganizationFields, 'name'>,
): Promise<SettledOrganization> {
  const { id, value, outcome } = await ensureOrganization(desk, name, fields);
  const missing = organizationDifference(value, fields);
  if (outcome === 'created' || namesOf(missing).length === 0) {
    tellIgnored(desk, missing);
    return { organization: value, outcome: outcome === 'created' ? 'created' : 'unchanged' };
  }
  const organization = await desk.crm.updateOrganization(id, missing);
  tellIgnored(desk, organizationDifference(organization, missing));
  return { organization, outcome: 'updated' };
}

function ensureOrganization(
  desk: Desk,
  name: string,
  fields: Omit<OrganizationFields, 'name'>,
): Promise<Ensured<Organization>> {
  const match = name.trim().toLowerCase();
  return desk.context.effects.ensure<Organization>({
    object: 'organization',
    match,
    async find() {
      const [newest, ...others] = await desk.crm.findOrganizationsByName(name);
      if (!newest) return { kind: 'none' };
      if (others.length > 0) {
        desk.note('organization_several', { name, chosen: newest.id, others: others.map((one) => one.id) });
      }
      return { kind: 'one', id: newest.id, value: newest };
    },
    async create() {
      const organization = await desk.crm.createOrganization({ ...fields, name: name.trim() });
      return { id: organization.id, value: organization };
    },
    async read(id) {
      const organization = await desk.crm.getOrganization(id);
      return organization?.name.trim().toLowerCase() === match ? organization : null;
    },
  });
}

function tellIgnored(desk: Desk, missing: OrganizationFields): void {
  const fields = namesOf(missing);
  if (fields.length > 0) desk.note('fields_ignored', { object: 'organization', fields });
}
