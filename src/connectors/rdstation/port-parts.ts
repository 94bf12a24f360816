import type { CrmPort } from './port.ts';

/** Deals and their product lines. */
export type DealCalls = LineCalls &
  Pick<CrmPort, 'getDeal' | 'findDeals' | 'dealsOfContact' | 'createDeal' | 'updateDeal'>;

/** Product lines of a deal. */
export type LineCalls = Pick<CrmPort, 'lines' | 'addLine' | 'updateLine'>;

/** Contacts and organizations. */
export type PeopleCalls = Pick<
  CrmPort,
  | 'getContact'
  | 'findContactsByEmail'
  | 'createContact'
  | 'updateContact'
  | 'getOrganization'
  | 'findOrganizationsByName'
  | 'createOrganization'
  | 'updateOrganization'
>;

/** The account, and the lists people choose from. */
export type ListCalls = Pick<
  CrmPort,
  | 'account'
  | 'pipelines'
  | 'pipeline'
  | 'users'
  | 'sources'
  | 'campaigns'
  | 'lostReasons'
  | 'products'
  | 'customFields'
>;

/** Notes and tasks of a deal. */
export type ActivityCalls = Pick<CrmPort, 'notesOf' | 'createNote' | 'tasksOf' | 'createTask'>;

/** Webhooks of the account. */
export type WebhookCalls = Pick<CrmPort, 'webhooks' | 'createWebhook' | 'deleteWebhook'>;
