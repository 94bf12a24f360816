import { Agent, request } from 'undici';
import { VendorResponse, type VendorHttp } from '../http.ts';
import { VendorError } from '../vendor-error.ts';

export interface SocketHttp {
  http: VendorHttp;
  close: () => Promise<void>;
}

/**
 * The least a platform does when it calls a vendor: sends over a socket, with a deadline, and tells silence apart.
 * @param timeoutMs deadline of every call in milliseconds
 */
export function socketHttp(timeoutMs: number): SocketHttp {
  const dispatcher = new Agent({ connections: 4, pipelining: 1 });
  const http: VendorHttp = async (call) => {
    const url = new URL(call.url);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const body = call.json === undefined ? call.body : JSON.stringify(call.json);
    const typed = call.json === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const answer = await request(url, {
        dispatcher,
        method: call.method,
        headers: { ...typed, ...call.headers },
        signal: AbortSignal.timeout(call.timeoutMs ?? timeoutMs),
        ...(body !== undefined && { body }),
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      return new VendorResponse(answer.statusCode, flat(answer.headers), bytes);
    } catch (error) {
      throw silence(error);
    }
  };
  return { http, close: () => dispatcher.destroy() };
}

function silence(error: unknown): VendorError {
  const late = error instanceof Error && error.name === 'TimeoutError';
  const [kind, message] = late
    ? (['timeout', 'The vendor did not answer in time.'] as const)
    : (['unavailable', 'The connection broke before an answer came.'] as const);
  return new VendorError(kind, message, { reach: 'unknown', cause: error });
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const one: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) one[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return one;
}
