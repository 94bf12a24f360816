import type { Budget } from '../kit/connector.ts';
import type { VendorHttp, VendorRequest, VendorResponse } from '../kit/http.ts';
import type { Queryable } from '../db/pool.ts';
import type { Clock } from '../std/clock.ts';
import { retryAfterMs } from '../kit/vendor-error.ts';
import { pauseAccount, waitForSlot } from './budget.ts';
import type { Outbound, OutboundPolicy } from './http/outbound.ts';
import type { Credentials } from './open-connection.ts';

/** Longest wait for the first call's slot: a job that has done nothing yet is better given back. */
const FIRST_WAIT_MS = 2_000;
/** Longest wait later on: giving back then would throw away, and later repeat, the calls already made. */
const LATER_WAIT_MS = 8_000;
/** A budget of a thousand calls a second or more is none: counting would cost more than it guards. */
const UNCOUNTED_PER_MS = 1;
/** A vendor that says "too many" without saying for how long. */
const DEFAULT_PAUSE_MS = 2_000;
/** Longest pause one answer may impose on an account. */
const MAX_PAUSE_MS = 60_000;

export interface VendorHttpParts {
  pool: Queryable;
  clock: Clock;
  outbound: Outbound;
  policy: OutboundPolicy;
  accountKey: string;
  budget: Budget;
  /** The connector's further budgets, by name. */
  budgets?: Record<string, Budget> | undefined;
  /** The connector's own reading of how long an answer asks us to wait. */
  pauseAfter?: ((response: VendorResponse, now: number) => number | null) | undefined;
  people: boolean;
  /** What the connector reads; a renewed token is put in here. */
  credentials: Credentials;
  /** After a 401: newer credentials with what to mask of them, or null when these are the newest there are. */
  renew(): Promise<{ credentials: Credentials; masked: string[] } | null>;
}

/** The http of a connection: budget before each call, and once new credentials when the vendor no longer takes the old. */
export function createVendorHttp(parts: VendorHttpParts): VendorHttp {
  const { pool, clock, outbound, accountKey, budget, people, credentials } = parts;
  let { policy } = parts;
  let calls = 0;
  const counted = budget.requests / budget.perMs < UNCOUNTED_PER_MS;
  /** Credentials that were renewed: connectors may have read the old ones before. */
  const renewed = new Map<string, string>();

  async function send(request: VendorRequest): Promise<VendorResponse> {
    const maxWaitMs = calls++ === 0 ? FIRST_WAIT_MS : LATER_WAIT_MS;
    const named = request.budget === undefined ? undefined : parts.budgets?.[request.budget];
    const counter = named ? `${accountKey} ${request.budget}` : accountKey;
    const reservation = { accountKey: counter, budget: named ?? budget, people, maxWaitMs };
    if (counted) await waitForSlot(pool, clock, reservation, policy.signal);
    const response = await outbound.call(withNewest(request, renewed), policy);
    const pause = counted ? pauseMs(response, parts.pauseAfter, clock.now()) : 0;
    if (pause > 0) await pauseAccount(pool, counter, pause);
    return response;
  }

  return async (request) => {
    const response = await send(request);
    if (response.status !== 401) return response;
    const newer = await parts.renew();
    if (!newer) return response;
    for (const key of Object.keys(newer.credentials)) {
      const before = credentials[key];
      const after = newer.credentials[key]!;
      if (before !== undefined && before !== '' && before !== after) replace(renewed, before, after);
      credentials[key] = after;
    }
    policy = { ...policy, secrets: [...(policy.secrets ?? []), ...newer.masked] };
    return send(request);
  };
}

function replace(renewed: Map<string, string>, before: string, after: string): void {
  for (const [old, value] of renewed) if (value === before) renewed.set(old, after);
  renewed.set(before, after);
}

function pauseMs(response: VendorResponse, own: VendorHttpParts['pauseAfter'], now: number): number {
  const said = own?.(response, now) ?? null;
  if (said === null && response.status !== 429) return 0;
  const asked = said ?? retryAfterMs(response.headers['retry-after'], now) ?? DEFAULT_PAUSE_MS;
  return Math.min(asked, MAX_PAUSE_MS);
}

/** The request with renewed credentials in place of old ones, wherever a vendor takes them: headers, address, query. */
function withNewest(request: VendorRequest, renewed: ReadonlyMap<string, string>): VendorRequest {
  if (renewed.size === 0) return request;
  const newest = (text: string) => {
    let result = text;
    for (const [before, after] of renewed) {
      result = result
        .replaceAll(before, after)
        .replaceAll(encodeURIComponent(before), encodeURIComponent(after));
    }
    return result;
  };
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => [name, newest(value)]);
  const query = Object.entries(request.query ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? newest(value) : value,
  ]);
  return {
    ...request,
    url: newest(request.url),
    headers: Object.fromEntries(headers) as Record<string, string>,
    query: Object.fromEntries(query) as NonNullable<VendorRequest['query']>,
  };
}
