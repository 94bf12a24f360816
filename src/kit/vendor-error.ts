/** Why a call to a vendor failed; the retry policy decides by it. */
export type VendorErrorKind =
  'auth' | 'forbidden' | 'not_found' | 'conflict' | 'invalid' | 'rate_limited' | 'unavailable' | 'timeout';

/** Whether the vendor may have carried the call out although we have no good answer. */
export type Reach = 'refused' | 'not_sent' | 'unknown';

/** A vendor's failure. `message` is for people; it holds the vendor's own words and no secret. */
export class VendorError extends Error {
  readonly kind: VendorErrorKind;
  /** HTTP status, when there was an answer. */
  readonly status: number | null;
  /** `refused`: the vendor said no. `not_sent`: it never left us. `unknown`: it may have happened. */
  readonly reach: Reach;
  /** How long the vendor asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  constructor(
    kind: VendorErrorKind,
    message: string,
    options: { status?: number; reach?: Reach; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VendorError';
    this.kind = kind;
    this.status = options.status ?? null;
    this.reach = options.reach ?? defaultReach(kind, options.status);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

function defaultReach(kind: VendorErrorKind, status: number | undefined): Reach {
  if (kind === 'timeout') return 'unknown';
  if (kind === 'unavailable') return status === 503 ? 'refused' : 'unknown';
  return 'refused';
}

/** The kind an HTTP status has with most vendors. */
export function kindOfStatus(status: number): VendorErrorKind {
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'unavailable';
  return 'invalid';
}

/** Whether trying again later can help. */
export function isRetryable(kind: VendorErrorKind): boolean {
  return kind === 'rate_limited' || kind === 'unavailable' || kind === 'timeout';
}

/**
 * Reads `Retry-After` in seconds or as an HTTP date. Null when absent or unreadable; never negative.
 * @param now milliseconds since the epoch
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** The run cannot go on without a person: what was tried, and what they can choose from. */
export class NeedsDecision extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  /** Records at the vendor that may be the one meant. */
  readonly candidates: { id: string; title: string; url?: string }[];
  constructor(
    code: string,
    message: string,
    options: {
      params?: Record<string, unknown>;
      candidates?: { id: string; title: string; url?: string }[];
    } = {},
  ) {
    super(message);
    this.name = 'NeedsDecision';
    this.code = code;
    this.params = options.params ?? {};
    this.candidates = options.candidates ?? [];
  }
}
