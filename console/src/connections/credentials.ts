import type { Field, JsonObject } from '../../../src/api/contract.ts';
import { isBlank, shownFields, valueOf } from '../fields/model.ts';

/** What was typed, as the hub takes credentials: text by field key, blanks left out, ends trimmed as pasting adds them. */
export function credentialsOf(fields: Field[], values: JsonObject): Record<string, string> {
  const filled = shownFields(fields, values).filter((field) => !isBlank(valueOf(field, values)));
  return Object.fromEntries(
    filled.map((field) => {
      const value = valueOf(field, values);
      return [field.key, typeof value === 'string' ? value.trim() : JSON.stringify(value)];
    }),
  );
}
