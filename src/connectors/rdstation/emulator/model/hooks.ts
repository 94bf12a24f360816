import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import type { Index, Table } from '#kit/emulator/table.ts';
import { brasilia } from './moment.ts';
import { Refusal } from './refusal.ts';
import type { HookRow } from './rows.ts';

const changing = ['deal', 'contact', 'organization', 'product', 'campaign', 'source', 'lost_reason'];
/** The 23 events an account can be asked to post (RD Station CRM docs, read 2026-11). */
const hookEvents: readonly string[] = [
  ...changing.flatMap((noun) => ['created', 'updated', 'deleted'].map((done) => `crm_${noun}_${done}`)),
  'crm_task_created',
  'crm_task_updated',
];

/** The addresses registered for events, and the posting to them. */
export interface Hooks {
  readonly table: Table<HookRow>;
  /** Posts an event to every active address registered for it, once the surrounding commit holds. */
  announce<Document extends { id: string }>(event: string, document: Document): void;
  register(hook: { name: string | null; eventType: string; url: string; createdVia: string }): HookRow;
  change(row: HookRow, change: Partial<Pick<HookRow, 'name' | 'eventType' | 'url' | 'status'>>): HookRow;
  /** Registered addresses, oldest first, with their status as of now. */
  all(): HookRow[];
  get(id: string): HookRow | undefined;
}

/** How often the log of an address is looked through for a delivery that was given up. */
const checkEveryMs = 10_000;

/** Opens the account's webhooks. */
export function createHooks(parts: EmulatorParts): Hooks {
  const { clock, journal, deliveries } = parts;
  const table = journal.table<HookRow>('webhooks');
  const byEvent: Index<HookRow> = table.index((row) => row.eventType);
  const checkedAt = new Map<string, number>();

  // "Persistent failure suspends the hook" has no numbers in the docs: here one delivery that failed all its tries,
  // with no later success, is enough.
  function current(row: HookRow): HookRow {
    const now = clock.now();
    if (row.status !== 'active' || now - (checkedAt.get(row.id) ?? 0) < checkEveryMs) return row;
    checkedAt.set(row.id, now);
    const last = deliveries
      .list(row.id)
      .find((delivery) => delivery.status === 'delivered' || delivery.status === 'failed');
    if (last?.status !== 'failed' || last.createdAt < row.updatedAt) return row;
    return table.put({ ...row, status: 'suspended', updatedAt: now });
  }

  return {
    table,
    announce(event, document) {
      const hooks = byEvent
        .all(event)
        .map(current)
        .filter((hook) => hook.status === 'active');
      if (hooks.length === 0) return;
      const body = envelope(event, document, parts);
      for (const hook of hooks) {
        deliveries.send({
          url: hook.url,
          event,
          body,
          headers: { 'content-type': 'application/json' },
          webhook: hook.id,
          order: document.id,
        });
      }
    },
    register(hook) {
      checkEvent(hook.eventType);
      checkTarget(hook.url);
      const now = clock.now();
      return table.put({ ...hook, id: parts.newId(), status: 'active', createdAt: now, updatedAt: now });
    },
    change(row, change) {
      if (change.eventType !== undefined) checkEvent(change.eventType);
      if (change.url !== undefined) checkTarget(change.url);
      return table.put({ ...row, ...change, updatedAt: clock.now() });
    },
    all: () => table.all().map(current),
    get(id) {
      const row = table.get(id);
      return row && current(row);
    },
  };
}

function envelope(event: string, document: object, parts: EmulatorParts): string {
  const second = `${new Date(parts.clock.now()).toISOString().slice(0, 19)}.000Z`;
  return JSON.stringify({
    event_name: event,
    document,
    event_timestamp: second,
    transaction_uuid: parts.newId(),
  });
}

function checkEvent(eventType: string): void {
  if (!hookEvents.includes(eventType)) throw new Refusal('not_included', 'event_type');
}

// The vendor takes https only. Nobody has a certificate for their own machine, so plain http to the loopback stands in
// for it here, and only there.
function checkTarget(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return;
  throw new Refusal('invalid', 'url', 'must be an https URL');
}

/** A webhook as API v1 shows it. */
export function hookShape(row: HookRow) {
  return {
    uuid: row.id,
    name: row.name,
    event_type: row.eventType,
    event_identifiers: [],
    include_relations: [],
    http_method: 'POST',
    url: row.url,
    status: row.status,
    source: 'CRM',
    created_via: row.createdVia,
    platform_account_id: null,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.updatedAt),
  };
}
