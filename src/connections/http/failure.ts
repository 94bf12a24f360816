import { VendorError } from '../../kit/vendor-error.ts';
import { AddressRefused } from './guard.ts';

/** What a call that got no answer is reported as, by whether its first byte may have left us. */
export function failureOf(error: unknown, host: string, sent: boolean): VendorError {
  if (error instanceof VendorError) return error;
  return sent ? lostFailure(error, host) : unsentFailure(error, host);
}

/** The call's time is up. */
export function deadlineFailure(host: string, sent: boolean, timeoutMs: number): VendorError {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return sent
    ? new VendorError('timeout', `${host} did not answer within ${seconds} s.`, { reach: 'unknown' })
    : new VendorError('timeout', `No connection to ${host} came free within ${seconds} s.`, {
        reach: 'not_sent',
      });
}

/** The caller gave the call up. */
export function abortedFailure(host: string, sent: boolean): VendorError {
  return new VendorError('timeout', `The call to ${host} was broken off.`, {
    reach: sent ? 'unknown' : 'not_sent',
  });
}

/** A last check right before sending said no. */
export function heldBackFailure(host: string, cause: unknown): VendorError {
  if (cause instanceof VendorError) return cause;
  const why = cause instanceof Error ? ` ${cause.message}` : '';
  return new VendorError('timeout', `The call to ${host} was held back before it was sent.${why}`, {
    reach: 'not_sent',
    cause,
  });
}

/** The answer is longer than the hub reads. */
export function tooLongFailure(host: string, maxBytes: number): VendorError {
  return new VendorError(
    'invalid',
    `${host} answered with more than ${Math.floor(maxBytes / 1_048_576)} MB.`,
    {
      reach: 'unknown',
    },
  );
}

/** A request the hub will not send as it is written. */
export function refusedRequest(message: string, cause?: unknown): VendorError {
  return new VendorError('invalid', message, { reach: 'not_sent', cause });
}

function unsentFailure(error: unknown, host: string): VendorError {
  if (error instanceof AddressRefused) return refusedRequest(error.message, error);
  const code = codeOf(error);
  if (code === 'UND_ERR_INVALID_ARG') {
    return refusedRequest(`The request to ${host} has a header or a path that cannot be sent.`, error);
  }
  const message = connectSentences[code]?.(host) ?? connectSentence(error, host, code);
  return new VendorError('unavailable', message, { reach: 'not_sent', cause: error });
}

function lostFailure(error: unknown, host: string): VendorError {
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'ETIMEDOUT') {
    return new VendorError('timeout', `${host} stopped answering.`, { reach: 'unknown', cause: error });
  }
  const shown = code === '' ? '' : ` (${code})`;
  return new VendorError(
    'unavailable',
    `The connection to ${host} broke before the answer was complete${shown}.`,
    {
      reach: 'unknown',
      cause: error,
    },
  );
}

const connectSentences: Record<string, (host: string) => string> = {
  ENOTFOUND: (host) => `The name ${host} does not exist. Check the address.`,
  EAI_AGAIN: (host) => `The name ${host} could not be resolved right now.`,
  ECONNREFUSED: (host) => `${host} refused the connection.`,
  EHOSTUNREACH: (host) => `${host} cannot be reached from here.`,
  ENETUNREACH: (host) => `${host} cannot be reached from here.`,
  UND_ERR_CONNECT_TIMEOUT: (host) => `${host} did not accept a connection in time.`,
  ETIMEDOUT: (host) => `${host} did not accept a connection in time.`,
};

function connectSentence(error: unknown, host: string, code: string): string {
  if (/CERT|TLS|SSL|UNABLE_TO_VERIFY|SELF_SIGNED/.test(code)) {
    return `${host} could not prove who it is: its certificate is not valid (${code}).`;
  }
  const first = error instanceof AggregateError ? codeOf(error.errors[0]) : '';
  return (
    connectSentences[first]?.(host) ??
    `No connection to ${host} could be opened${code === '' ? '' : ` (${code})`}.`
  );
}

function codeOf(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
