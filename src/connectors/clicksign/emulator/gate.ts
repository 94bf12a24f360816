import type { Context, MiddlewareHandler } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import type { AccountRow, UserRow } from './model/rows.ts';
import { must, type Store } from './model/store.ts';

/** Who calls: the account a token belongs to and the user in whose name it acts. */
export interface Caller {
  account: AccountRow;
  user: UserRow;
}
export interface ApiEnv {
  Variables: {
    caller: Caller;
    /** The address of the call as others see it, for links in answers. */
    address: URL;
  };
}

/** The caller of a token, or null. Tokens are compared without regard to case, as UUIDs are. */
export function callerOf(store: Store, token: string | undefined): Caller | null {
  const row = token === undefined ? undefined : store.tokenByText.first(token.trim().toLowerCase());
  if (!row) return null;
  return { account: must(store.accounts, row.accountId), user: must(store.users, row.userId) };
}

export interface GateOptions {
  store: Store;
  limiter: Limiter;
  /** Reads the token where this version of the API takes it. */
  tokenOf(c: Context): string | undefined;
  unauthorized(c: Context): Response;
  tooMany(c: Context): Response;
}

/**
 * Lets a call in: token, then the account's share of 20 calls in 10 seconds (sandbox). Every answer carries the rate
 * headers, times in Unix seconds. Clicksign "Limites de requisições", read 2026-11.
 */
export function gate(options: GateOptions): MiddlewareHandler<ApiEnv> {
  const { store, limiter } = options;
  return async (c, next) => {
    const caller = callerOf(store, options.tokenOf(c));
    c.header('X-Request-Id', store.parts.newId());
    if (!caller) return options.unauthorized(c);
    const allowance = limiter.take(caller.account.id);
    c.header('X-Rate-Limit', String(allowance.limit));
    c.header('X-Rate-Limit-Remaining', String(allowance.remaining));
    c.header('X-Rate-Limit-Reset', String(Math.ceil(allowance.resetAt / 1000)));
    if (!allowance.allowed) return options.tooMany(c);
    c.set('caller', caller);
    const { pathname, search } = new URL(c.req.url);
    c.set('address', new URL(store.url(pathname.slice(pathname.indexOf('/api/')) + search)));
    return next();
  };
}
