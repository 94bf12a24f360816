import { AppError } from '../../std/errors.ts';
import type { Id } from '../../std/id.ts';
import type { Reason } from '../../domain/status.ts';
import { kindOfStatus, VendorError } from '../../kit/vendor-error.ts';
import { reasonOf } from '../explain.ts';
import type { Parts } from '../parts.ts';
import { policyFor } from '../policy.ts';
import { findConnection, sharesAccount } from '../store.ts';
import { originOf } from './token-endpoint.ts';

const CALL_MS = 20_000;

/**
 * Ends the connection's refresh token at the vendor, where the connector names a place for it and no other connection opens
 * the same account. Gives why it lives on when the vendor could not be asked. Throws AppError `not_found`.
 */
export async function revoke(parts: Parts, workspaceId: Id, id: Id): Promise<Reason | null> {
  try {
    return await endToken(parts, workspaceId, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw error;
    const reason = error instanceof AppError ? { code: error.code, message: error.message } : reasonOf(error);
    if (!reason) throw error;
    return reason;
  }
}

async function endToken(parts: Parts, workspaceId: Id, id: Id): Promise<null> {
  const stored = await findConnection(parts.pool, workspaceId, id);
  const methods = parts.connectors[stored?.connector ?? '']?.auth ?? [];
  const method = methods.find((one) => one.key === stored?.authMethod);
  if (method?.kind !== 'oauth2' || !method.revoke) return null;
  if (await sharesAccount(parts.pool, workspaceId, id)) return null;
  const { credentials, environment } = await parts.accounts.reopen(workspaceId, id);
  const token = credentials['refresh_token'];
  if (!token) return null;
  const form = new URLSearchParams({
    client_id: credentials['client_id'] ?? '',
    client_secret: credentials['client_secret'] ?? '',
    token_type_hint: 'refresh_token',
    [method.revoke.parameter]: token,
  });
  const response = await parts.outbound.call(
    {
      method: 'POST',
      url: originOf(environment, method.revoke.origin) + method.revoke.path,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      timeoutMs: CALL_MS,
    },
    policyFor(environment),
  );
  // 400: it was ended before, or the app is gone. Either way nobody gets in with it.
  if (response.status < 300 || response.status === 400) return null;
  throw new VendorError(
    kindOfStatus(response.status),
    `The vendor answered ${response.status} when it was to end the access.`,
    { status: response.status },
  );
}
