import type { Connector, ParsedEvent } from '#kit/connector.ts';
import { Unrecognized } from '#kit/connector.ts';
import type { OutputField } from '#kit/field.ts';
import type { JsonObject } from '#std/json.ts';
import { parseJson } from '#std/json.ts';

/**
 * Reads a stored body again, as intake did. Null when it tells nothing: blanked by retention, of a connector that is
 * gone, or not understood.
 * @param part which fact of the body
 */
export function readFact(
  connector: Connector | undefined,
  settings: JsonObject,
  body: Buffer | null,
  part: number,
): ParsedEvent | null {
  const json = body === null ? undefined : parseJson(body);
  if (json === undefined) return null;
  try {
    return connector?.webhooks?.parse(json, settings)[part] ?? null;
  } catch (error) {
    // Stored by an older version, or of another vendor: it tells us nothing now, and the rest can still be shown.
    // A RangeError is the end of the stack: nested deeper than intake takes now.
    if (error instanceof Unrecognized || error instanceof TypeError || error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

/** Fields of a trigger's data; none when the trigger is not known. */
export function triggerFields(connector: Connector | undefined, trigger: string | null): OutputField[] {
  return connector?.triggers.find((known) => known.key === trigger)?.output ?? [];
}

/** Fields of an action's output; none when the action is not known. */
export function actionFields(connector: Connector | undefined, action: string): OutputField[] {
  return connector?.actions.find((known) => known.key === action)?.output ?? [];
}
