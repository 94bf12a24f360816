import type { Json, JsonObject, OutputField } from '../../../src/api/contract.ts';

/** Reads `document.filename` or `signers.0.email` from data; undefined where the way ends. */
export function valueAt(data: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = data;
  for (const part of path.split('.')) {
    if (Array.isArray(current)) current = current[Number(part)];
    else if (typeof current === 'object' && current !== null && Object.hasOwn(current, part)) {
      current = current[part];
    } else return undefined;
  }
  return current;
}

/** A value on a line, with the type it is declared as. */
export interface Known {
  path: string;
  type: OutputField['type'];
  value: string | number | boolean;
}

/** The values a trigger or an action is known to give, that are there and fit on a line. */
export function knownValues(data: JsonObject, output: OutputField[]): Known[] {
  return output.flatMap(({ path, type }) => {
    const value = valueAt(data, path);
    return value === undefined || value === null || typeof value === 'object' || value === ''
      ? []
      : [{ path, type, value }];
  });
}
