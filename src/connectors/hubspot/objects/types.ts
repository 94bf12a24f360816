import type { ObjectType } from '#domain/records/object.ts';

type Given = Pick<ObjectType, 'id' | 'name' | 'plural' | 'title' | 'search' | 'requires'> &
  Partial<ObjectType>;

function objectType(given: Given): ObjectType {
  return {
    label: null,
    titleElse: null,
    stamps: { id: 'hs_object_id', created: 'createdate', modified: 'hs_lastmodifieddate' },
    forwardOnly: [],
    alternates: {},
    pipeline: null,
    ...given,
  };
}

const engagement = { id: 'hs_object_id', created: 'hs_createdate', modified: 'hs_lastmodifieddate' };

/**
 * The standard objects: ids, what a new one must have, what `query` searches ("Using Object APIs", "CRM search", "CRM API
 * | Contacts", HubSpot docs, read 2026-11). Contacts alone call the time of the last change `lastmodifieddate`.
 */
export const standardTypes: ObjectType[] = [
  objectType({
    ...{
      id: '0-1',
      name: 'contact',
      plural: 'contacts',
      title: ['firstname', 'lastname'],
      titleElse: 'email',
    },
    search: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'mobilephone', 'company'],
    requires: [['email', 'firstname', 'lastname']],
    stamps: { id: 'hs_object_id', created: 'createdate', modified: 'lastmodifieddate' },
    forwardOnly: ['lifecyclestage'],
    alternates: { email: 'hs_additional_emails' },
  }),
  objectType({
    ...{ id: '0-2', name: 'company', plural: 'companies', title: ['name'], titleElse: 'domain' },
    search: ['name', 'domain', 'phone', 'website'],
    requires: [['name', 'domain']],
    forwardOnly: ['lifecyclestage'],
  }),
  objectType({
    ...{ id: '0-3', name: 'deal', plural: 'deals', title: ['dealname'], search: ['dealname', 'description'] },
    requires: [['dealname'], ['dealstage']],
    pipeline: { pipeline: 'pipeline', stage: 'dealstage' },
  }),
  objectType({
    ...{ id: '0-5', name: 'ticket', plural: 'tickets', title: ['subject'], search: ['subject', 'content'] },
    requires: [['subject'], ['hs_pipeline_stage']],
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
  }),
  objectType({
    ...{ id: '0-8', name: 'line_item', plural: 'line_items', title: ['name'], search: ['name', 'hs_sku'] },
    requires: [['name']],
  }),
  objectType({
    ...{ id: '0-46', name: 'note', plural: 'notes', title: ['hs_note_body'], search: ['hs_note_body'] },
    requires: [['hs_timestamp']],
    stamps: engagement,
  }),
  objectType({
    ...{ id: '0-27', name: 'task', plural: 'tasks', title: ['hs_task_subject'] },
    search: ['hs_task_subject', 'hs_task_body'],
    requires: [['hs_timestamp'], ['hs_task_subject']],
    stamps: engagement,
  }),
];

/** A custom object as the account defines it; its id begins with `2-`. */
export function customType(given: {
  objectTypeId: string;
  name: string;
  labels?: { singular?: string | null | undefined; plural?: string | null | undefined } | null | undefined;
  primaryDisplayProperty?: string | null | undefined;
  searchableProperties?: string[] | null | undefined;
  requiredProperties?: string[] | null | undefined;
}): ObjectType {
  const { objectTypeId: id, name, labels, primaryDisplayProperty: title } = given;
  return objectType({
    ...{ id, name, plural: `${name}s`, label: labels?.singular ?? name },
    title: title ? [title] : [],
    search: given.searchableProperties ?? [],
    requires: (given.requiredProperties ?? []).map((one) => [one]),
    stamps: { id: 'hs_object_id', created: 'hs_createdate', modified: 'hs_lastmodifieddate' },
  });
}

/** A standard object by its id or name. */
export function standardType(key: string): ObjectType | undefined {
  return standardTypes.find(({ id, name, plural }) => id === key || name === key || plural === key);
}

/** How an object is named in a path: by word for the standard ones, by id for an account's own. */
export function pathName({ id, plural }: Pick<ObjectType, 'id' | 'plural'>): string {
  return id.startsWith('2-') ? id : plural;
}

/**
 * A standard object by its name.
 * @throws Error for a name that is none: a mistake of ours
 */
export function typeNamed(name: string): ObjectType {
  const found = standardType(name);
  if (!found) throw new Error(`There is no standard object "${name}".`);
  return found;
}
