import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { contactsBefore, linkContacts } from '../deals/people.ts';
import type { DealOrder, DealPlan } from '../deals/plan.ts';
import { planOf } from '../deals/plan.ts';
import { upsertResult } from '../deals/result.ts';
import { ensureDeal, settleDeal } from '../deals/upsert.ts';
import type { Desk } from '../desk.ts';
import { openDesk } from '../desk.ts';
import { noteOnce } from '../activities/note.ts';
import type { SettledOrganization } from '../people/organization.ts';
import { settleOrganization } from '../people/organization.ts';
import {
  contactOutputFields,
  dealOrder,
  dealOutputFields,
  dealUpsertFields,
  organizationOutputFields,
} from './deal-upsert-form.ts';
import { visibilityDelayMs } from './visibility.ts';

/** Creates or updates a deal with its contacts and organization. Running it again changes nothing more. */
export const dealUpsert: Action = {
  key: 'deal.upsert',
  version: 1,
  input: dealOrder,
  fields: dealUpsertFields,
  output: [
    ...dealOutputFields,
    ...contactOutputFields,
    { path: 'contacts', type: 'list', sample: [{ name: 'Maria Silva', email: 'maria@acme.com.br' }] },
    ...organizationOutputFields,
  ],
  effect: { mode: 'probe', visibilityDelayMs },
  orderBy: '{{ document.key }}',
  run: async (context: ActionContext, order: DealOrder): Promise<ActionResult> => {
    const desk = openDesk(context);
    const plan = await planOf(desk, order);
    const organization = await organizationOf(desk, plan);
    const organizationId = organization?.organization.id ?? null;
    const before = await contactsBefore(desk, plan, organizationId);
    const kin = { organizationId, contactIds: before.map((contact) => contact.id) };
    const { deal, outcome } = await settleDeal(desk, plan, await ensureDeal(desk, plan, kin), kin);
    const contacts = await linkContacts(desk, plan, deal, organizationId, before);
    const noteId = order.note === null ? null : await noteOnce(desk, { dealId: deal.id, text: order.note });
    return upsertResult(desk, { deal, outcome, contacts, organization, noteId });
  },
};

async function organizationOf(desk: Desk, plan: DealPlan): Promise<SettledOrganization | null> {
  const { organizationName } = plan.order;
  if (organizationName !== null) return settleOrganization(desk, organizationName, plan.filling.organization);
  if (Object.keys(plan.filling.organization).length > 0) desk.note('organization_without_name');
  return null;
}
