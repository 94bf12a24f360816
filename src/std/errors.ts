/** Every code an error can carry outward, with its HTTP status. `docs/errors.md` documents each; a test compares them. */
export const errorStatus = {
  invalid: 400,
  bad_signature: 401,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  connection_refused_credentials: 422,
  connection_unreachable: 424,
  needs_reconnect: 409,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/** A value for one field that is at fault: where (JSON path), a code the console translates, and its parameters. */
export interface Fault {
  path: string;
  code: string;
  params?: Record<string, unknown>;
}

/**
 * An error meant for the caller: a stable code, one English sentence that says what to do next, its cause, and
 * parameters for translation. Never holds a secret.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: Record<string, unknown>;
  readonly faults: Fault[];
  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; params?: Record<string, unknown>; faults?: Fault[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = options.params ?? {};
    this.faults = options.faults ?? [];
  }
  get status(): number {
    return errorStatus[this.code];
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
