import type { Queryable } from '../db/pool.ts';
import type { CrmRef, ObjectSchema } from './crm.ts';

/** Which stages of a pipeline have records in them that are not archived. One statement. */
export async function stagesInUse(
  db: Queryable,
  ref: CrmRef,
  object: ObjectSchema,
  pipelineId: string,
  stages: string[],
): Promise<string[]> {
  if (stages.length === 0 || !object.pipeline) return [];
  const { rows } = await db.query<{ id: string }>(
    `select s.id from unnest($4::text[]) as s (id) where exists (
       select 1 from records r where r.workspace_id = $1 and r.connection_id = $2 and r.object = $3
         and r.archived_at is null and r.keys @> array[$5 || s.id, $6])`,
    [
      ...[ref.workspaceId, ref.connectionId, object.name, stages],
      ...[`${object.pipeline.stage}=`, `${object.pipeline.pipeline}=${pipelineId}`],
    ],
  );
  return rows.map((row) => row.id);
}
