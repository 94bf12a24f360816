import type { Delivery } from '#kit/emulator/delivery-log.ts';
import type { FaultRule } from '#kit/emulator/faults.ts';
import type { Announcement, Hub } from '../model/hub.ts';
import { standardType } from '../model/types.ts';
import type { AppRow, Apps } from '../oauth/apps.ts';
import { signatureV1, signatureV2, signatureV3 } from './signature.ts';
import type { SubscriptionRow, Subscriptions } from './subscriptions.ts';

interface EventRow {
  id: string;
  appId: number;
  portal: number;
  event: Record<string, unknown>;
  /** A fault holds it back until then. */
  notBefore: number | null;
}

// Up to 10 more tries over 24 hours after varying waits; each wait is drawn once. HubSpot docs "Webhooks", read 2026-11.
const minute = 60_000;
const waits = [1, 5, 15, 30, 60, 120, 180, 240, 300, 360].map((minutes) => minutes * minute);
const timeoutMs = 5_000;
const userAgent =
  'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client) - WebhooksExecutorDaemon-executor';

/** Sends the events of what happened to the apps that asked for them. */
export interface Sender {
  /** Sends what was gathered, without waiting for the moment to come. */
  flush(): void;
  close(): void;
}

/** Starts the sender: the hub tells it of every change from here on. */
export function startSender(hub: Hub, apps: Apps, subscriptions: Subscriptions): Sender {
  const { journal, deliveries, clock, random } = hub.parts;
  const events = journal.table<EventRow>('hook_events');
  const stop = new AbortController();
  let scheduled = false;
  deliveries.setPolicy({
    timeoutMs,
    retryMs: waits.map((wait) => Math.round(wait * (0.5 + random() * 0.7))),
    dress: (delivery, tries) => dress(hub, apps, delivery, tries),
  });
  hub.announce = (announcement) => {
    for (const app of apps.of(announcement.portal)) {
      if (app.targetUrl === null) continue;
      for (const subscription of subscriptions.of(app.appId)) {
        if (!subscription.active || !wants(subscription, announcement)) continue;
        events.put(eventRow(hub, app, subscription, announcement));
      }
    }
    schedule();
  };

  function schedule(ms = hub.settings().webhookBatchMs): void {
    if (scheduled || events.size === 0) return;
    scheduled = true;
    void clock.sleep(ms, stop.signal).then(() => {
      scheduled = false;
      if (!stop.signal.aborted) flush();
    });
  }

  function flush(): void {
    hub.commit(() => {
      const due = events.all().filter((row) => (row.notBefore ?? 0) <= clock.now());
      for (const [key, rows] of grouped(due)) send(key, rows);
    });
    schedule(Math.max(100, hub.settings().webhookBatchMs));
  }

  function send(key: string, rows: EventRow[]): void {
    const app = apps.get(rows[0]!.appId);
    for (const row of rows) events.delete(row.id);
    if (!app?.targetUrl) return;
    const { sent, held } = strike(hub, rows, app.targetUrl);
    for (const row of held) events.put(row);
    sendBatches(hub, app, key, sent);
  }

  schedule();
  return { flush, close: () => stop.abort() };
}

type Event = EventRow['event'];

function sendBatches(hub: Hub, app: AppRow, key: string, events: Event[]): void {
  const most = hub.settings().webhookBatchMax;
  for (let start = 0; start < events.length; start += most) {
    const batch = events.slice(start, start + most);
    const types = new Set(batch.map((event) => String(event['subscriptionType'])));
    hub.parts.deliveries.send(
      {
        url: app.targetUrl!,
        event: types.size === 1 ? [...types][0]! : `${types.size} types`,
        body: JSON.stringify(batch),
        headers: { 'content-type': 'application/json' },
        webhook: String(app.appId),
        order: `${key} ${hub.next('batch') % app.maxConcurrentRequests}`,
      },
      { faultless: true },
    );
  }
}

// Faults hit events, not posts: a post of a hundred can lack one of them, or carry one twice, or out of order.
function strike(hub: Hub, rows: EventRow[], url: string): { sent: Event[]; held: EventRow[] } {
  const { faults, clock } = hub.parts;
  const sent: Event[] = [];
  const held: EventRow[] = [];
  let waiting: Event[] = [];
  for (const row of rows) {
    const type = String(row.event['subscriptionType']);
    const rule: FaultRule | null = row.notBefore === null ? faults.forHook(type, url) : null;
    if (rule?.kind === 'hook_drop') continue;
    if (rule?.kind === 'hook_delay' || (rule?.kind === 'hook_reorder' && row === rows.at(-1))) {
      held.push({ ...row, notBefore: clock.now() + (rule.params.ms ?? 1000) });
      continue;
    }
    if (rule?.kind === 'hook_reorder') {
      waiting.push(row.event);
      continue;
    }
    const copies = rule?.kind === 'hook_duplicate' ? (rule.params.copies ?? 1) : 0;
    for (let copy = 0; copy <= copies; copy++) sent.push(row.event);
    sent.push(...waiting);
    waiting = [];
  }
  return { sent: [...sent, ...waiting], held };
}

function grouped(rows: EventRow[]): Map<string, EventRow[]> {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const key = `${row.appId}/${row.portal}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function wants(subscription: SubscriptionRow, { type, kind, propertyName }: Announcement): boolean {
  const [noun, wanted] = subscription.eventType.split('.');
  if (wanted !== kind) return false;
  if (noun === 'object' ? subscription.objectTypeId !== type : noun !== standardType(type)?.singular) {
    return false;
  }
  return subscription.propertyName === null || subscription.propertyName === propertyName;
}

function eventRow(hub: Hub, app: AppRow, subscription: SubscriptionRow, told: Announcement): EventRow {
  const generic = subscription.eventType.startsWith('object.');
  const event = {
    // Event ids are not unique at HubSpot; here they repeat after a million.
    eventId: 1 + (hub.next('event') % 1_000_000),
    subscriptionId: Number(subscription.id),
    portalId: told.portal,
    appId: app.appId,
    occurredAt: hub.now(),
    subscriptionType: subscription.eventType,
    attemptNumber: 0,
    changeSource: told.source.type,
    ...(told.source.id !== null && { sourceId: told.source.id }),
    ...(generic && { objectTypeId: told.type }),
    ...(told.kind === 'propertyChange' && { isSensitive: false }),
    ...told.body,
  };
  return { id: hub.newId(), appId: app.appId, portal: told.portal, event, notBefore: null };
}

/** Each try says which one it is, with a time and signatures of its own. */
function dress(hub: Hub, apps: Apps, delivery: Delivery, tries: number): Pick<Delivery, 'body' | 'headers'> {
  const secret = apps.get(Number(delivery.webhook))?.clientSecret ?? '';
  const body = delivery.body.replaceAll('"attemptNumber":0', `"attemptNumber":${tries}`);
  const timestamp = hub.now();
  const request = { method: 'POST', uri: delivery.url, body };
  const version = hub.settings().webhookSignature;
  return {
    body,
    headers: {
      ...delivery.headers,
      'user-agent': userAgent,
      'x-hubspot-signature': version === 'v1' ? signatureV1(secret, body) : signatureV2(secret, request),
      'x-hubspot-signature-version': version,
      'x-hubspot-signature-v3': signatureV3(secret, { ...request, timestamp }),
      'x-hubspot-request-timestamp': String(timestamp),
      'x-hubspot-timeout-millis': String(timeoutMs),
    },
  };
}
