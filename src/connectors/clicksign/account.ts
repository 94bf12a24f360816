import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { lacksEnvelopes, type Api } from './errors.ts';
import { readAccountName } from './v1/account.ts';
import { pageOfEnvelopes } from './v3/envelopes.ts';

const rememberMs = 3_600_000;

/** Which API this account is served by; remembered for an hour. */
export function apiOf(context: ConnectionContext): Promise<Api> {
  return context.cached('clicksign.api', rememberMs, () => askApi(context));
}

async function askApi(context: ConnectionContext): Promise<Api> {
  try {
    await pageOfEnvelopes(context, {}, 1, 1);
    return 'v3';
  } catch (error) {
    if (lacksEnvelopes(error)) return 'v1';
    throw error;
  }
}

/** Asks whether the token works, and who it belongs to where the vendor tells. Throws `VendorError`. */
export async function testConnection(
  context: ConnectionContext,
): Promise<{ account: string; details: JsonObject }> {
  const api = await askApi(context);
  const name = api === 'v1' ? await readAccountName(context) : await nameIfTold(context);
  return { account: name ?? `Clicksign (${context.connection.environment})`, details: { api } };
}

/** v3 has no door that names the account and v1 may be closed to a v3 token: without an answer there is no name. */
async function nameIfTold(context: ConnectionContext): Promise<string | null> {
  try {
    return await readAccountName(context);
  } catch (error) {
    if (error instanceof VendorError) return null;
    throw error;
  }
}
