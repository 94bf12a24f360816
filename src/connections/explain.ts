import type { Reason } from '../domain/status.ts';
import { VendorError } from '../kit/vendor-error.ts';
import { AppError, type ErrorCode } from '../std/errors.ts';
import { BudgetExceeded } from './budget-exceeded.ts';
import { GrantRefused } from './oauth/token-endpoint.ts';

/** A vendor's failure as a reason that is stored and shown; null for anything that is our own fault. */
export function reasonOf(error: unknown): Reason | null {
  if (error instanceof VendorError) {
    const { kind, status, retryAfterMs, message } = error;
    return { code: `vendor_${kind}`, params: { status, retryAfterMs }, message };
  }
  if (error instanceof BudgetExceeded) {
    return {
      code: 'vendor_rate_limited',
      params: { status: null, retryAfterMs: error.waitMs },
      message: error.message,
    };
  }
  if (error instanceof GrantRefused) {
    return { code: 'vendor_auth', params: { status: null, retryAfterMs: null }, message: error.message };
  }
  return null;
}

/**
 * A failure while a person waits, as the API answers it. What is no vendor's failure comes back as it is.
 * @param refusedAs what refused credentials are called: those just typed in, or those of a stored connection
 */
export function forPeople(
  error: unknown,
  refusedAs: 'connection_refused_credentials' | 'needs_reconnect',
): unknown {
  const reason = reasonOf(error);
  if (!reason) return error;
  const code = reason.code === 'vendor_auth' ? refusedAs : (codes[reason.code] ?? 'unprocessable');
  return new AppError(code, reason.message ?? 'The vendor refused the call.', {
    cause: error,
    // Not the person was too quick, but all of us together.
    params: {
      ...reason.params,
      vendor: reason.code,
      ...(code === 'rate_limited' && { reason: reason.code }),
    },
  });
}

const codes: Record<string, ErrorCode> = {
  vendor_forbidden: 'connection_refused_credentials',
  vendor_rate_limited: 'rate_limited',
  vendor_unavailable: 'connection_unreachable',
  vendor_timeout: 'connection_unreachable',
};
