import type { Crm } from '../model/crm.ts';
import { brasilia } from '../model/moment.ts';
import type { CustomValues, FieldRow } from '../model/rows.ts';
import { ids } from './reply.ts';

/** Custom values that were ever set, with their fields; values of deleted fields are left out. */
export function valuesWithFields(crm: Crm, values: CustomValues) {
  return Object.entries(values).flatMap(([id, value]) => {
    const field = crm.fields.get(id);
    return field ? [{ field, value }] : [];
  });
}

/** A custom field as API v1 shows it. */
export function fieldShape(field: FieldRow) {
  return {
    ...ids(field.id),
    allow_new: field.allowNew,
    created_at: brasilia(field.createdAt),
    for: field.for,
    label: field.label,
    opts: field.opts,
    order: field.order,
    required: field.required,
    required_rules: [],
    type: field.type,
    unique: field.unique,
    updated_at: brasilia(field.updatedAt),
    visible: field.visible,
  };
}
