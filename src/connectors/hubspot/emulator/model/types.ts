/** One object type as HubSpot names it. */
export interface ObjectType {
  /** "0-1"; custom objects have "2-…". */
  id: string;
  /** As webhooks and association names spell it: "line_item". */
  singular: string;
  /** As paths spell it: "line_items". */
  plural: string;
  /** The property that holds when it was last changed. */
  modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** Properties an answer carries when none are asked for. */
  defaults: string[];
  /** All of these must be set to create one. */
  required: string[];
  /** At least one of these must be set to create one. */
  requiredAny: string[];
  /** What `query` of a search looks through. */
  searched: string[];
  /** The property that names one on a page. */
  titles: string[];
}

const usual = { modified: 'hs_lastmodifieddate', required: [], requiredAny: [], searched: [] } as const;
type Given = Partial<ObjectType> & Pick<ObjectType, 'id' | 'singular' | 'plural' | 'titles'>;
const define = (given: Given): ObjectType => {
  const type = { ...usual, defaults: [], ...given } as Omit<ObjectType, 'defaults'> & { defaults: string[] };
  return { ...type, defaults: [...type.defaults, 'createdate', type.modified, 'hs_object_id'] };
};

// HubSpot docs "Using object APIs", "CRM search", "Contacts", "Companies", "Deals", "Tickets", read 2026-11.
const standard: ObjectType[] = [
  define({
    id: '0-1',
    singular: 'contact',
    plural: 'contacts',
    modified: 'lastmodifieddate',
    defaults: ['email', 'firstname', 'lastname'],
    requiredAny: ['email', 'firstname', 'lastname'],
    searched: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'mobilephone', 'company'],
    titles: ['firstname', 'lastname', 'email'],
  }),
  define({
    id: '0-2',
    singular: 'company',
    plural: 'companies',
    defaults: ['name', 'domain'],
    requiredAny: ['domain', 'name'],
    searched: ['website', 'phone', 'name', 'domain'],
    titles: ['name', 'domain'],
  }),
  define({
    id: '0-3',
    singular: 'deal',
    plural: 'deals',
    defaults: ['dealname', 'amount', 'closedate', 'pipeline', 'dealstage'],
    required: ['dealname', 'dealstage'],
    searched: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    titles: ['dealname'],
  }),
  define({
    id: '0-5',
    singular: 'ticket',
    plural: 'tickets',
    defaults: [
      'content',
      'hs_pipeline',
      'hs_pipeline_stage',
      'hs_ticket_category',
      'hs_ticket_priority',
      'subject',
    ],
    required: ['subject', 'hs_pipeline_stage'],
    searched: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category'],
    titles: ['subject'],
  }),
  define({
    id: '0-7',
    singular: 'product',
    plural: 'products',
    defaults: ['name', 'description', 'price', 'hs_sku'],
    searched: ['name', 'hs_sku', 'description', 'price'],
    titles: ['name'],
  }),
  define({
    id: '0-8',
    singular: 'line_item',
    plural: 'line_items',
    defaults: ['name', 'quantity', 'price', 'amount', 'hs_product_id'],
    searched: ['name', 'description'],
    titles: ['name'],
  }),
  define({
    id: '0-46',
    singular: 'note',
    plural: 'notes',
    required: ['hs_timestamp'],
    searched: ['hs_note_body'],
    titles: ['hs_note_body'],
  }),
  define({
    id: '0-27',
    singular: 'task',
    plural: 'tasks',
    required: ['hs_timestamp'],
    searched: ['hs_task_body', 'hs_task_subject'],
    titles: ['hs_task_subject'],
  }),
];

const byName = new Map<string, ObjectType>();
for (const type of standard) {
  for (const name of [type.id, type.singular, type.plural]) byName.set(name, type);
}

/** The standard type of an id, singular or plural name in any case ("0-1", "contact", "CONTACTS"). */
export function standardType(name: string): ObjectType | undefined {
  return byName.get(name.toLowerCase());
}
