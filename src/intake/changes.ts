import type { Pool } from 'pg';
import type { Clock } from '../std/clock.ts';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import type { Id } from '../std/id.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Intake } from './intake.ts';
import type { Watermark } from '../connections/watermarks.ts';
import { moveWatermark, readWatermark } from '../connections/watermarks.ts';
import { VendorError } from '../kit/vendor-error.ts';

export interface ChangesOptions {
  pool: Pool;
  clock: Clock;
  intake: Intake;
  connectors: Record<string, Connector>;
  context(workspaceId: Id, connectionId: Id, signal: AbortSignal): Promise<ConnectionContext>;
}

/** The connection whose changes are to be read. */
export interface ChangesTarget {
  workspaceId: Id;
  connectionId: Id;
  connector: string;
}

/**
 * Reads what changed at a vendor since the watermark, through the same door as its webhooks: facts already received are
 * recognised, lost ones become late events. A page is stored before the watermark or its cursor moves, so a crash
 * anywhere repeats a page and loses none.
 * @returns facts that no webhook had brought; null when the connection is not there any more
 */
export async function readChanges(
  options: ChangesOptions,
  target: ChangesTarget,
  signal: AbortSignal,
): Promise<number | null> {
  const { pool, clock } = options;
  const changes = options.connectors[target.connector]?.changes;
  const mark = await readWatermark(pool, target.workspaceId, target.connectionId);
  if (!changes || !mark) return null;
  const context = await options.context(target.workspaceId, target.connectionId, signal);
  const range = {
    from: mark.completeUntil - changes.overlapMs,
    to: mark.rangeUntil ?? clock.now(),
  };
  let late = 0;
  let cursor: Json | null = mark.cursor;
  do {
    const page = await changes.read(context, range, cursor).catch((error: unknown) => {
      if (cursor !== null && isRefused(error)) return restart(options, target, mark, error);
      throw error;
    });
    const found = await storePage(options, target, context.connection.settings, page.bodies);
    late += found;
    cursor = page.next;
    const moved: Watermark =
      cursor === null
        ? { completeUntil: range.to, rangeUntil: null, cursor: null }
        : { completeUntil: mark.completeUntil, rangeUntil: range.to, cursor };
    await moveWatermark(pool, target.workspaceId, target.connectionId, { ...moved, foundLate: found });
  } while (cursor !== null && !signal.aborted);
  return late;
}

/** The vendor knows a page no more, after a long pause perhaps: next time the range is read from its beginning. */
async function restart(
  { pool }: ChangesOptions,
  { workspaceId, connectionId }: ChangesTarget,
  { completeUntil }: Watermark,
  error: unknown,
): Promise<never> {
  const again = { completeUntil, rangeUntil: null, cursor: null, foundLate: 0 };
  await moveWatermark(pool, workspaceId, connectionId, again);
  throw error;
}

function isRefused(error: unknown): boolean {
  return error instanceof VendorError && ['invalid', 'not_found', 'conflict'].includes(error.kind);
}

async function storePage(
  options: ChangesOptions,
  target: ChangesTarget,
  settings: JsonObject,
  bodies: Json[],
): Promise<number> {
  const accepted = await Promise.all(
    bodies.map((body) =>
      options.intake.accept({
        workspaceId: target.workspaceId,
        connectionId: target.connectionId,
        connector: options.connectors[target.connector]!,
        settings,
        via: 'changes',
        headers: null,
        body: Buffer.from(JSON.stringify(body)),
        receivedAt: options.clock.now(),
      }),
    ),
  );
  return accepted.reduce((sum, one) => sum + one.stored, 0);
}
