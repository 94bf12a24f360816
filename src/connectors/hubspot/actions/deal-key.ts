import type { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { ask, call } from '../client.ts';
import { orNull } from '../errors.ts';
import { propertyDefinition } from '../wire.ts';

/**
 * The property of deals that holds what makes two calls mean the same deal. Deals have no natural key, and a search sees a
 * new one only after some moments; a unique property is read at once, and no two deals can have one value.
 */
export const dealKey = 'countersign_key';

const definition = {
  name: dealKey,
  label: 'Countersign key',
  description: 'What Countersign recognises its deal by. Do not change it.',
  groupName: 'dealinformation',
  type: 'string',
  fieldType: 'text',
  hasUniqueValue: true,
  formField: false,
};
const rememberedMs = 60 * 60_000;

/**
 * Makes the property where the account has none yet: one call an hour, two the first time.
 * @throws VendorError `forbidden` without the scope to make it, `invalid` when it is there and not unique
 */
export function ensureDealKey(context: ConnectionContext): Promise<boolean> {
  return context.cached(`property:${dealKey}`, rememberedMs, async () => {
    const path = `/crm/v3/properties/deals/${dealKey}`;
    const found =
      (await orNull(ask(context, propertyDefinition, { method: 'GET', path }))) ?? (await make(context));
    if (found.hasUniqueValue === true) return true;
    throw new VendorError(
      'invalid',
      `The deals of this account have a property "${dealKey}" that is not unique. Remove it in HubSpot; Countersign makes it again.`,
    );
  });
}

async function make(context: ConnectionContext): Promise<z.output<typeof propertyDefinition>> {
  const path = '/crm/v3/properties/deals';
  try {
    return await ask(context, propertyDefinition, { method: 'POST', path, json: definition });
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error.kind === 'conflict') {
      const made = await call(context, { method: 'GET', path: `${path}/${dealKey}` });
      return propertyDefinition.parse(made.json());
    }
    if (error.kind !== 'forbidden') throw error;
    throw new VendorError(
      'forbidden',
      `Countersign may not make the deal property "${dealKey}". Give the app the scope crm.schemas.deals.write, or make the property yourself: single-line text with unique values.`,
      { status: error.status ?? 403, cause: error },
    );
  }
}
