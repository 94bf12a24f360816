import assert from 'node:assert/strict';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import type { Json } from '#std/json.ts';
import { VendorResponse } from '#kit/http.ts';

/** What a scripted vendor answers: a status with JSON, or with raw text. */
export interface ScriptedAnswer {
  status?: number;
  json?: Json;
  text?: string;
  headers?: Record<string, string>;
}

/** A vendor that answers in a fixed order and remembers what it was asked. */
export interface ScriptedVendor {
  context: ConnectionContext;
  requests: VendorRequest[];
}

/**
 * A connection whose calls get the given answers one after the other; a call too many fails the test.
 * @param connection auth method, credentials and origins of the connection
 */
export function scriptedVendor(
  connection: Pick<ConnectionContext, 'credentials' | 'origins'> & { auth: string },
  answers: ScriptedAnswer[],
): ScriptedVendor {
  const left = [...answers];
  const requests: VendorRequest[] = [];
  const context: ConnectionContext = {
    connection: {
      id: 'c',
      workspaceId: 'w',
      name: 'Scripted',
      environment: 'live',
      auth: connection.auth,
      settings: {},
    },
    credentials: connection.credentials,
    origins: connection.origins,
    async http(request) {
      requests.push(request);
      const answer = left.shift();
      assert.ok(answer, `not expected: ${request.method} ${request.url}`);
      const body = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
      return new VendorResponse(answer.status ?? 200, answer.headers ?? {}, Buffer.from(body));
    },
    clock: { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() },
    cached: (_key, _ttlMs, load) => load(),
  };
  return { context, requests };
}
