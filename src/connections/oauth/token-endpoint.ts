import { z } from 'zod';
import type { AuthMethod, Environment } from '../../kit/connector.ts';
import { kindOfStatus, retryAfterMs, VendorError } from '../../kit/vendor-error.ts';
import type { VendorResponse } from '../../kit/http.ts';
import type { Clock } from '../../std/clock.ts';
import { AppError } from '../../std/errors.ts';
import type { Outbound } from '../http/outbound.ts';
import type { Credentials } from '../open-connection.ts';
import { policyFor } from '../policy.ts';

export type OauthMethod = Extract<AuthMethod, { kind: 'oauth2' }>;

/** What a token endpoint gave. */
export interface Tokens {
  accessToken: string;
  /** Null when the vendor keeps the one we have. */
  refreshToken: string | null;
  expiresInMs: number | null;
}

export type Grant =
  { kind: 'code'; code: string; redirectUri: string } | { kind: 'refresh'; refreshToken: string };

/** The vendor will not give tokens for this grant any more, however often it is asked. */
export class GrantRefused extends Error {
  /** OAuth's word for it: `invalid_grant`, `invalid_client`. */
  readonly error: string;
  constructor(error: string, description: string) {
    super(description);
    this.name = 'GrantRefused';
    this.error = error;
  }
}

const granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().optional(),
});
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

// RFC 6749 §5.2; the rest of its errors are our mistake or will pass.
const FINAL_ERRORS = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client']);

export interface TokenCall {
  outbound: Outbound;
  clock: Clock;
  method: OauthMethod;
  environment: Environment;
  credentials: Credentials;
  timeoutMs: number;
  beforeWrite?: () => void;
}

/**
 * Asks the vendor's token endpoint (RFC 6749 §4.1.3, §6): a form with the app's id and secret in the body. Throws
 * `GrantRefused`, or `VendorError` when there was no clear answer. The call is kept in no history: it is made of secrets.
 */
export async function requestTokens(call: TokenCall, grant: Grant): Promise<Tokens> {
  const { outbound, environment, timeoutMs, beforeWrite } = call;
  const response = await outbound.call(
    {
      method: 'POST',
      url: originOf(environment, call.method.token.origin) + call.method.token.path,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: formOf(call, grant).toString(),
      timeoutMs,
    },
    { ...policyFor(environment), beforeWrite },
  );
  const tokens = granted.safeParse(response.json());
  if (response.status >= 200 && response.status < 300 && tokens.success) {
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens.data;
    const expiresInMs = seconds === undefined ? null : seconds * 1000;
    return { accessToken, refreshToken: refreshToken ?? null, expiresInMs };
  }
  throw refusalOf(response, call.clock.now());
}

function formOf({ credentials }: TokenCall, grant: Grant): URLSearchParams {
  const form = new URLSearchParams({
    client_id: credentials['client_id'] ?? '',
    client_secret: credentials['client_secret'] ?? '',
  });
  if (grant.kind === 'refresh') {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', grant.refreshToken);
  } else {
    form.set('grant_type', 'authorization_code');
    form.set('code', grant.code);
    form.set('redirect_uri', grant.redirectUri);
  }
  return form;
}

function refusalOf(response: VendorResponse, now: number): Error {
  const answer = refused.safeParse(response.json());
  if (answer.success && FINAL_ERRORS.has(answer.data.error)) {
    const { error, error_description: description } = answer.data;
    return new GrantRefused(error, description ?? `The vendor answered "${error}".`);
  }
  const kind = kindOfStatus(response.status);
  return new VendorError(
    kind === 'rate_limited' ? kind : 'unavailable',
    `The token endpoint answered ${response.status}.`,
    {
      status: response.status,
      // Nothing was asked of the account itself yet, so the call this token was for did not happen.
      reach: 'not_sent',
      retryAfterMs: retryAfterMs(response.headers['retry-after'], now),
    },
  );
}

/** An origin of an environment by its name. Throws AppError `internal` when the manifest names one that is not there. */
export function originOf(environment: Environment, name: string): string {
  const origin = environment.origins[name];
  if (origin !== undefined) return origin;
  throw new AppError('internal', `The environment "${environment.key}" has no origin "${name}".`);
}
