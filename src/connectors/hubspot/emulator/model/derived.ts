import type { Hub } from './hub.ts';
import { closingOf, findStage, stageProperties } from './pipelines.ts';
import { propertyOf } from './properties.ts';
import type { RecordRow } from './rows.ts';

/**
 * Whether a new lifecycle stage lies before the current one, which the API does not set: it must be cleared first.
 * No error is documented; the value stays. HubSpot docs "Contacts", read 2026-11.
 */
export function lifecycleHeld(hub: Hub, row: RecordRow, values: Record<string, string>): boolean {
  const [before, after] = [row.values['lifecyclestage'], values['lifecyclestage']];
  if (!before || !after || hub.settings().lifecycleBackwards) return false;
  const options = propertyOf(hub, row.portal, row.type, 'lifecyclestage')?.options ?? [];
  const place = (value: string) => options.find((option) => option.value === value)?.displayOrder ?? -1;
  return place(after) < place(before);
}

/** What follows from new values: dates of stages, whether a deal is closed. */
export function derivedValues(
  hub: Hub,
  portal: number,
  type: string,
  values: Record<string, string>,
  before: Record<string, string>,
): Record<string, string> {
  const now = new Date(hub.now()).toISOString();
  const derived: Record<string, string> = {};
  const stage = values['lifecyclestage'];
  const stamp = `hs_lifecyclestage_${stage}_date`;
  if (stage && stage !== before['lifecyclestage'] && propertyOf(hub, portal, type, stamp)) {
    derived[stamp] = now;
  }
  const owner = values['hubspot_owner_id'];
  if (owner !== undefined && owner !== (before['hubspot_owner_id'] ?? '')) {
    derived['hubspot_owner_assigneddate'] = owner === '' ? '' : now;
  }
  const names = stageProperties[type];
  const stageId = names && values[names.stage];
  const found = stageId ? findStage(hub, portal, type, stageId) : null;
  if (!found) return derived;
  const { closed, won, probability } = closingOf(found.stage);
  if (type === '0-5') return { ...derived, closed_date: closed ? (before['closed_date'] ?? now) : '' };
  derived['hs_is_closed'] = String(closed);
  derived['hs_is_closed_won'] = String(won);
  derived['hs_deal_stage_probability'] = probability;
  if (closed && !(values['closedate'] ?? before['closedate'])) derived['closedate'] = now;
  return derived;
}
