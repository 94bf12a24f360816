import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import { originOf } from './auth.ts';
import { pathOf } from './client.ts';
import { failureOf, orNull, unreadable } from './errors.ts';
import { id } from './wire.ts';
import type { Wanted } from './subscriptions.ts';

/** An app and the key of the developer account it belongs to: they open the app's own settings. */
export interface Developer {
  appId: string;
  key: string;
}

/** The developer's side of a connection, where both values were given. */
export function developerOf({ credentials }: ConnectionContext): Developer | null {
  const { app_id: appId = '', developer_key: key = '' } = credentials;
  return appId.trim() !== '' && key !== '' ? { appId: appId.trim(), key } : null;
}

export const subscription = z.object({
  id,
  eventType: z.string(),
  propertyName: z.string().nullish(),
  objectTypeId: z.string().nullish(),
  active: z.boolean(),
});
export type Subscription = z.output<typeof subscription>;

/** The app's subscriptions, and the one address they go to ("Webhooks API", HubSpot docs, read 2026-11). */
export function openDeveloper(context: ConnectionContext, { appId, key }: Developer) {
  const base = pathOf`/webhooks/v3/${appId}`;
  async function call(method: VendorRequest['method'], path: string, json?: Json): Promise<Json | undefined> {
    const response = await context.http({
      method,
      url: originOf(context.origins, 'api') + base + path,
      query: { hapikey: key },
      budget: 'developer',
      headers: { accept: 'application/json' },
      ...(json !== undefined && { json }),
    });
    if (response.status >= 200 && response.status < 300) return response.json();
    const failure = failureOf(response, `${method} ${base}${path}`, context.clock.now());
    // The account's own credentials are not what was refused.
    if (failure.kind !== 'auth') throw failure;
    const message =
      'HubSpot refused the developer API key, or the app is not of that developer account. Check both.';
    throw new VendorError('forbidden', message, { status: 401, cause: failure });
  }
  function read<Schema extends z.ZodType>(
    schema: Schema,
    body: Json | undefined,
    what: string,
  ): z.output<Schema> {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw unreadable(what, 200, parsed.error);
  }
  const list = z.union([
    z.object({ results: z.array(subscription) }).transform(({ results }) => results),
    z.array(subscription),
  ]);
  return {
    /** Where the app's events go, or null. */
    async target(): Promise<string | null> {
      const body = await orNull(call('GET', '/settings'));
      return (
        read(z.object({ targetUrl: z.string().nullish() }).nullable(), body ?? null, 'GET /settings')
          ?.targetUrl ?? null
      );
    },
    setTarget: (targetUrl: string) =>
      call('PUT', '/settings', { targetUrl, throttling: { maxConcurrentRequests: 10 } }),
    removeTarget: () => orNull(call('DELETE', '/settings')),
    /** A sample of the docs is a bare list, their specification an object. */
    subscriptions: async (): Promise<Subscription[]> =>
      read(list, await call('GET', '/subscriptions'), 'GET /subscriptions'),
    async subscribe({ eventType, property }: Wanted): Promise<Subscription> {
      const json = { eventType, active: true, ...(property !== null && { propertyName: property }) };
      return read(subscription, await call('POST', '/subscriptions', json), 'POST /subscriptions');
    },
    activate: (ids: string[]) =>
      call('POST', '/subscriptions/batch/update', {
        inputs: ids.map((one) => ({ id: Number(one), active: true })),
      }),
    remove: (one: string) => orNull(call('DELETE', pathOf`/subscriptions/${one}`)),
  };
}
