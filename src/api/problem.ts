import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isConnectionError } from '#db/pool.ts';
import { AppError, errorStatus, messageOf } from '#std/errors.ts';
import type { ErrorCode } from '#std/errors.ts';
import type { Problem } from './contract.ts';

/** What each code is called; `docs/errors.md` says what it means and what to do. */
export const titles: Record<ErrorCode, string> = {
  invalid: 'The request is not valid',
  bad_signature: 'The signature does not fit',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Not done this way',
  conflict: 'Something else is in the way',
  gone: 'Not there any more',
  too_large: 'Too much at once',
  unsupported_media_type: 'Not this kind of body',
  unprocessable: 'Understood, but not possible',
  connection_refused_credentials: 'The vendor refused the credentials',
  connection_unreachable: 'The vendor did not answer',
  needs_reconnect: 'The connection needs to be made again',
  rate_limited: 'Too many requests',
  internal: 'Something broke on our side',
  unavailable: 'Not available right now',
};

/** The part of the log that answering needs. */
export interface ErrorLog {
  error(fields: object, message: string): void;
}

/** Any error as `application/problem+json`. What is not meant for the caller is logged and answered without details. */
export function problemOf(error: unknown, c: Context, log: ErrorLog): Response {
  const known = asAppError(error);
  if (known.code === 'internal' || known.code === 'unavailable') {
    log.error(
      {
        method: c.req.method,
        path: pathWithoutSecrets(c.req.path),
        error: messageOf(error),
        stack: stackOf(error),
      },
      'a request failed',
    );
  }
  const wait = known.params['retryAfterMs'];
  if (typeof wait === 'number') c.header('retry-after', String(Math.ceil(wait / 1000)));
  const status = errorStatus[known.code] as ContentfulStatusCode;
  return c.body(JSON.stringify(problemBody(known)), status, { 'content-type': 'application/problem+json' });
}

const shown = /^([a-z]{3}_)?[0-9a-f-]{32,36}$/;

/** Addresses of endpoints and links hold secrets; ids are none. */
function pathWithoutSecrets(path: string): string {
  const parts = path.slice(0, 500).split('/');
  return parts.map((part) => (part.length < 16 || shown.test(part) ? part : '•••')).join('/');
}

/** The body of a problem answer. */
export function problemBody(error: AppError): Problem {
  return {
    type: `/api/docs#error-${error.code}`,
    title: titles[error.code],
    status: error.status,
    detail: error.message,
    code: error.code,
    params: error.params,
    faults: error.faults,
  };
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException && error.status === 400) {
    return new AppError('invalid', 'The body is not valid JSON.', { cause: error });
  }
  if (isConnectionError(error)) {
    return new AppError('unavailable', 'The database is away. Try again in a moment.', { cause: error });
  }
  return new AppError(
    'internal',
    'This is our fault and was logged. Try again; if it stays, look into the log.',
    {
      cause: error,
    },
  );
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
