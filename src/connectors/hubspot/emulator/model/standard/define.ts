import type { OptionRow, Property, PropertyType } from '../rows.ts';

type Extra = Partial<Pick<Property, 'hasUniqueValue' | 'readOnlyValue' | 'externalOptions' | 'description'>>;

/** A property HubSpot itself defines. */
export function standardProperty(
  groupName: string,
  name: string,
  label: string,
  kind: `${PropertyType}/${string}`,
  extra: Extra & { options?: (readonly [value: string, label: string])[] } = {},
): Property {
  const [type, fieldType] = kind.split('/') as [PropertyType, string];
  const { options = type === 'bool' ? yesNo : [], ...rest } = extra;
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    description: '',
    options: options.map(optionOf),
    hasUniqueValue: false,
    formField: false,
    hidden: false,
    displayOrder: -1,
    hubspotDefined: true,
    readOnlyValue: false,
    externalOptions: null,
    ...rest,
  };
}

const yesNo = [
  ['true', 'True'],
  ['false', 'False'],
] as const;

/** An option of an enumeration, in its place. */
function optionOf([value, label]: readonly [string, string], displayOrder: number): OptionRow {
  return { label, value, displayOrder, hidden: false, description: '' };
}

/** What every object type has. */
export function systemProperties(group: string, modified: string): Property[] {
  const readOnlyValue = true;
  return [
    standardProperty(group, 'createdate', 'Create Date', 'datetime/date', { readOnlyValue }),
    standardProperty(group, modified, 'Last Modified Date', 'datetime/date', { readOnlyValue }),
    standardProperty(group, 'hs_object_id', 'Record ID', 'number/number', { readOnlyValue }),
    standardProperty(group, 'hs_object_source', 'Record creation source', 'string/text', { readOnlyValue }),
    standardProperty(group, 'hs_object_source_id', 'Record creation source ID', 'string/text', {
      readOnlyValue,
    }),
    standardProperty(group, 'hs_object_source_label', 'Record source', 'string/text', { readOnlyValue }),
    standardProperty(group, 'hs_merged_object_ids', 'Merged record IDs', 'enumeration/checkbox', {
      readOnlyValue,
    }),
    standardProperty(group, 'hubspot_owner_id', 'Owner', 'enumeration/select', { externalOptions: 'OWNER' }),
    standardProperty(group, 'hubspot_owner_assigneddate', 'Owner assigned date', 'datetime/date', {
      readOnlyValue,
    }),
  ];
}
