import type { ObjectType } from '../../domain/records/object.ts';

/**
 * HubSpot's standard objects and their ids; what free text is looked for in, and what a new record must have (HubSpot
 * docs "Using Object APIs", "CRM search", "CRM API | Contacts", read 2026-11).
 */
const standard = (
  given: Pick<ObjectType, 'id' | 'name' | 'plural' | 'title' | 'search' | 'requires'> & Partial<ObjectType>,
): ObjectType => ({
  label: null,
  titleElse: null,
  stamps: { id: 'hs_object_id', created: 'createdate', modified: 'hs_lastmodifieddate' },
  forwardOnly: [],
  alternates: {},
  pipeline: null,
  ...given,
});

export const objects: ObjectType[] = [
  standard({
    id: '0-1',
    name: 'contact',
    plural: 'contacts',
    title: ['firstname', 'lastname'],
    titleElse: 'email',
    search: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'mobilephone', 'company'],
    requires: [['email', 'firstname', 'lastname']],
    stamps: { id: 'hs_object_id', created: 'createdate', modified: 'lastmodifieddate' },
    forwardOnly: ['lifecyclestage'],
    alternates: { email: 'hs_additional_emails' },
  }),
  standard({
    id: '0-2',
    name: 'company',
    plural: 'companies',
    title: ['name'],
    titleElse: 'domain',
    search: ['name', 'domain', 'phone', 'website'],
    requires: [['name', 'domain']],
    forwardOnly: ['lifecyclestage'],
  }),
  standard({
    id: '0-3',
    name: 'deal',
    plural: 'deals',
    title: ['dealname'],
    search: ['dealname', 'description'],
    requires: [['dealname'], ['dealstage']],
    pipeline: { pipeline: 'pipeline', stage: 'dealstage' },
  }),
  standard({
    id: '0-5',
    name: 'ticket',
    plural: 'tickets',
    title: ['subject'],
    search: ['subject', 'content'],
    requires: [['subject'], ['hs_pipeline_stage']],
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
  }),
  standard({
    id: '0-8',
    name: 'line_item',
    plural: 'line_items',
    title: ['name'],
    search: ['name', 'hs_sku'],
    requires: [['name']],
  }),
  standard({
    id: '0-46',
    name: 'note',
    plural: 'notes',
    title: ['hs_note_body'],
    search: ['hs_note_body'],
    requires: [['hs_timestamp']],
  }),
  standard({
    id: '0-27',
    name: 'task',
    plural: 'tasks',
    title: ['hs_task_subject'],
    search: ['hs_task_subject', 'hs_task_body'],
    requires: [['hs_timestamp'], ['hs_task_subject']],
  }),
];
