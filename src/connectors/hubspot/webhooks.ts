import { hash } from 'node:crypto';
import type { ConnectionContext, Webhooks } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { developerOf, openDeveloper, type Subscription } from './developer.ts';
import { parse } from './parse.ts';
import { verify } from './signature.ts';
import { furtherNames, wantedOf, type Wanted } from './subscriptions.ts';

/** Marks of what we registered. The address itself holds a secret, so only its hash is kept. */
const [targetMark, subscriptionMark] = ['target:', 'subscription:'];

/**
 * An app has one address for all accounts that installed it, so the first connection of an app registers its own, and the
 * others of this hub hear through it: each event names its account. Without app id and developer key, and for private
 * apps, HubSpot lets people alone register; then nothing is called, and the secret that signs is all there is to give.
 */
async function subscribe(
  context: ConnectionContext,
  { url, events }: { url: string; events: string[] },
): Promise<{ ids: string[]; secret: string | null }> {
  const secret = context.credentials['client_secret'] || null;
  const found = developerOf(context);
  if (!found) return { ids: [], secret };
  const developer = openDeveloper(context, found);
  const target = await developer.target();
  const ours = target === null || samePath(target, url);
  if (!ours && new URL(target).origin !== new URL(url).origin) throw takenBy(target);
  if (ours && target !== url) await developer.setTarget(url);
  const names = [...new Set([...events, ...furtherNames(context.connection.settings)])];
  const there = await developer.subscriptions();
  const resting = new Set<string>();
  const ids: string[] = [];
  for (const wanted of names.map(wantedOf)) {
    const known = there.find((one) => isFor(one, wanted));
    if (known && !known.active) resting.add(known.id);
    ids.push((known ?? (await developer.subscribe(wanted))).id);
  }
  if (resting.size > 0) await developer.activate([...resting]);
  if (!ours) return { ids: [`shared:${found.appId}`], secret };
  return { ids: [targetMark + hashOf(url), ...ids.map((id) => subscriptionMark + id)], secret };
}

/** Takes away what this connection registered, unless the app's events go somewhere else by now. */
async function unsubscribe(context: ConnectionContext, ids: string[]): Promise<void> {
  const found = developerOf(context);
  const mark = ids.find((id) => id.startsWith(targetMark));
  if (!found || ids.every((id) => id.startsWith('shared:'))) return;
  const developer = openDeveloper(context, found);
  if (mark !== undefined) {
    const target = await developer.target();
    if (target !== null && targetMark + hashOf(target) !== mark) return;
  }
  for (const id of ids) {
    if (id.startsWith(subscriptionMark)) await developer.remove(id.slice(subscriptionMark.length));
  }
  if (mark !== undefined) await developer.removeTarget();
}

function isFor(one: Subscription, { eventType, property }: Wanted): boolean {
  return one.eventType === eventType && (one.propertyName || null) === property && !one.objectTypeId;
}

/** The hub's address may have changed; the rest of an endpoint's stays. */
function samePath(one: string, other: string): boolean {
  return new URL(one).pathname === new URL(other).pathname;
}

function takenBy(target: string): VendorError {
  const { origin } = new URL(target);
  return new VendorError(
    'conflict',
    `The app sends its events to ${origin} already, and an app has one address for all accounts. Make an app for Countersign alone, or remove that address in HubSpot and register again.`,
  );
}

function hashOf(url: string): string {
  return hash('sha256', url);
}

export const webhooks: Webhooks = { proof: 'signature', verify, parse, subscribe, unsubscribe };
