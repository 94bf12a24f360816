import { property } from '../../../domain/records/property.ts';
import type { Property, PropertyOption } from '../../../domain/records/property.ts';

/** Options from `value: label`. */
export const options = (labels: Record<string, string>): PropertyOption[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** A text of one line. */
export const text = (name: string, label: string, more: Partial<Property> = {}): Property =>
  property({ name, label, ...more });

export const lifecycleStages = options({
  subscriber: 'Subscriber',
  lead: 'Lead',
  marketingqualifiedlead: 'Marketing qualified lead',
  salesqualifiedlead: 'Sales qualified lead',
  opportunity: 'Opportunity',
  customer: 'Customer',
  evangelist: 'Evangelist',
  other: 'Other',
});

/** Properties that every object has; `modified` goes by another name at contacts. */
export function stamps(group: string, modified = 'hs_lastmodifieddate'): Property[] {
  const written = { group, readOnly: true };
  return [
    property({ ...written, name: 'hs_object_id', label: 'Record ID', type: 'number' }),
    property({ ...written, name: 'createdate', label: 'Create date', type: 'datetime' }),
    property({ ...written, name: modified, label: 'Last modified date', type: 'datetime' }),
  ];
}

export const owner = (group: string, slot: number | null): Property =>
  property({
    ...{ name: 'hubspot_owner_id', label: 'Owner', type: 'enumeration', group, slot },
    references: 'owner',
  });
