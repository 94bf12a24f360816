import type { ActionContext } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import { openCrm } from './connect.ts';
import type { Lists } from './lists.ts';
import { createLists } from './lists.ts';
import type { CrmPort } from './port.ts';

/** What an action works with: the CRM, the account's set-up, and the run it belongs to. */
export interface Desk {
  context: ActionContext;
  crm: CrmPort;
  lists: Lists;
  /** Something a person reading the run should know. The console has words for the codes. */
  note(code: string, params?: JsonObject): void;
}

/** Opens the desk for one attempt of an action; a rehearsal brings a CRM of its own. */
export function openDesk(context: ActionContext & { crm?: CrmPort }): Desk {
  const crm = context.crm ?? openCrm(context);
  return {
    context,
    crm,
    lists: createLists(context, crm),
    note: (code, params = {}) => context.note(code, params),
  };
}
