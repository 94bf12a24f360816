import type { Queryable } from '../../db/pool.ts';
import type { CrmRef } from '../crm.ts';

/** A record of a connected CRM, by the vendor's name of its kind and its own id. */
export interface ToldRecord {
  object: string;
  externalId: string;
}

/** A record to be read again, as often as it had been told of. */
export interface Pending extends ToldRecord {
  version: number;
}

/** Most records read again at once: what vendors answer in one call. */
const mostAtOnce = 100;

/** Notes records that something was told of. One statement, however many. */
export async function notePending(db: Queryable, ref: CrmRef, records: ToldRecord[]): Promise<void> {
  const keys = new Map(records.map((one) => [`${one.object}\n${one.externalId}`, one]));
  const sorted = [...keys].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record);
  await db.query(
    `insert into mirror_pending as p (workspace_id, connection_id, object, external_id)
     select $1, $2, * from unnest($3::text[], $4::text[])
     on conflict (workspace_id, connection_id, object, external_id) do update set version = p.version + 1`,
    [
      ...[ref.workspaceId, ref.connectionId],
      sorted.map((one) => one.object),
      sorted.map((one) => one.externalId),
    ],
  );
}

/** Records of the object that waits longest, oldest first, up to a hundred; empty when nothing waits. */
export async function readPending(db: Queryable, ref: CrmRef): Promise<Pending[]> {
  const { rows } = await db.query<Pending>(
    `select object, external_id as "externalId", version from mirror_pending
     where workspace_id = $1 and connection_id = $2 and object = (
       select object from mirror_pending where workspace_id = $1 and connection_id = $2 order by told_at limit 1)
     order by told_at limit ${mostAtOnce}`,
    [ref.workspaceId, ref.connectionId],
  );
  return rows;
}

/** They were read again: those that nothing was told of meanwhile wait no longer. */
export async function settlePending(db: Queryable, ref: CrmRef, pending: Pending[]): Promise<void> {
  await db.query(
    `delete from mirror_pending p using unnest($3::text[], $4::text[], $5::int[]) as d (object, external_id, version)
     where p.workspace_id = $1 and p.connection_id = $2 and p.object = d.object and p.external_id = d.external_id
       and p.version = d.version`,
    [
      ...[ref.workspaceId, ref.connectionId],
      pending.map((one) => one.object),
      pending.map((one) => one.externalId),
      pending.map((one) => one.version),
    ],
  );
}
