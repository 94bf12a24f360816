import type { Hub } from '../model/hub.ts';
import { HubError, invalid, notFound } from '../model/refusal.ts';
import type { AppRow } from '../oauth/apps.ts';

export interface SubscriptionRow {
  id: string;
  appId: number;
  eventType: string;
  propertyName: string | null;
  objectTypeId: string | null;
  active: boolean;
  createdAt: number;
  updatedAt: number;
}

const kinds = ['creation', 'deletion', 'merge', 'restore', 'propertyChange', 'associationChange'];
const nouns = ['contact', 'company', 'deal', 'ticket', 'product', 'line_item', 'object'];
/** HubSpot OpenAPI of webhooks v3, read 2026-11. Conversations and custom events are taken but never happen here. */
export const eventTypes: readonly string[] = [
  ...nouns.flatMap((noun) => kinds.map((kind) => `${noun}.${kind}`)),
  'contact.privacyDeletion',
  ...['creation', 'deletion', 'privacyDeletion', 'propertyChange', 'newMessage'].map(
    (kind) => `conversation.${kind}`,
  ),
  'event.completed',
].filter((type) => type !== 'product.associationChange');

const most = 1000;
const notSubscribable = ['num_unique_conversion_events', 'hs_lastmodifieddate'];

/** What an app asked to hear of. */
export interface Subscriptions {
  of(appId: number): SubscriptionRow[];
  create(
    app: AppRow,
    given: Pick<SubscriptionRow, 'eventType' | 'propertyName' | 'objectTypeId' | 'active'>,
  ): SubscriptionRow;
  setActive(app: AppRow, id: string, active: boolean): SubscriptionRow;
  must(app: AppRow, id: string): SubscriptionRow;
  remove(app: AppRow, id: string): void;
}

/** Opens the subscriptions kept in the hub's journal. */
export function openSubscriptions(hub: Hub): Subscriptions {
  const table = hub.parts.journal.table<SubscriptionRow>('subscriptions');
  const byApp = table.index((row) => String(row.appId));
  const must = (app: AppRow, id: string) => {
    const row = table.get(id);
    if (row?.appId !== app.appId) throw notFound();
    return row;
  };
  return {
    of: (appId) => byApp.all(String(appId)),
    must,
    create(app, given) {
      check(given);
      const there = byApp.all(String(app.appId));
      if (there.length >= most) {
        const why = `You've reached the maximum number allowed per application (${most}).`;
        throw new HubError(400, `Couldn't create another subscription. ${why}`);
      }
      const twin = there.find(
        (row) =>
          row.eventType === given.eventType &&
          row.propertyName === given.propertyName &&
          row.objectTypeId === given.objectTypeId,
      );
      if (twin) throw new HubError(409, 'This subscription already exists.', { category: 'CONFLICT' });
      const now = hub.now();
      const id = String(hub.next('subscription'));
      return hub.commit(() => table.put({ ...given, id, appId: app.appId, createdAt: now, updatedAt: now }));
    },
    setActive: (app, id, active) => table.put({ ...must(app, id), active, updatedAt: hub.now() }),
    remove: (app, id) => void table.delete(must(app, id).id),
  };
}

function check({
  eventType,
  propertyName,
  objectTypeId,
}: Pick<SubscriptionRow, 'eventType' | 'propertyName' | 'objectTypeId'>) {
  if (!eventTypes.includes(eventType)) throw invalid(`eventType "${eventType}" is not valid`);
  if (eventType.endsWith('.propertyChange') && !propertyName) {
    throw invalid('propertyName is required for property change subscriptions');
  }
  if (propertyName && notSubscribable.includes(propertyName)) {
    throw invalid(`Property "${propertyName}" cannot be subscribed to`);
  }
  if (eventType.startsWith('object.') && !objectTypeId) {
    throw invalid('objectTypeId is required for object subscriptions');
  }
}
