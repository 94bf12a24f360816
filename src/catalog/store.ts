import type { Queryable } from '../db/pool.ts';
import type { Definition } from '../domain/workflow.ts';
import type { WorkflowStatus } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import { cleanText, storedJson } from '../std/json.ts';

/** A workflow as it is stored. */
export interface WorkflowRow {
  workspaceId: Id;
  id: Id;
  name: string;
  status: WorkflowStatus;
  draft: Definition;
  draftRevision: number;
  versionId: Id | null;
  createdAt: Date;
  updatedAt: Date;
  tags: string[];
  /** The published version, when there is one. */
  published: { number: number; definition: Definition } | null;
}

export interface VersionRow {
  id: Id;
  workflowId: Id;
  workspaceId: Id;
  number: number;
  definition: Definition;
  publishedAt: Date;
  publishedBy: string | null;
}

interface Row {
  workspace_id: Id;
  id: Id;
  name: string;
  status: WorkflowStatus;
  draft: Definition;
  draft_revision: number;
  version_id: Id | null;
  created_at: Date;
  updated_at: Date;
  tags: string[];
  number: number | null;
  definition: Definition | null;
}

const toWorkflow = (row: Row): WorkflowRow => ({
  workspaceId: row.workspace_id,
  id: row.id,
  name: row.name,
  status: row.status,
  draft: row.draft,
  draftRevision: row.draft_revision,
  versionId: row.version_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  tags: row.tags,
  published:
    row.number !== null && row.definition ? { number: row.number, definition: row.definition } : null,
});

const select = `select w.*, v.number, v.definition from workflows w
  left join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id`;

/** All workflows of a workspace, newest change first. */
export async function listWorkflows(db: Queryable, workspaceId: Id): Promise<WorkflowRow[]> {
  const { rows } = await db.query<Row>(
    `${select} where w.workspace_id = $1 and w.deleted_at is null order by w.updated_at desc`,
    [workspaceId],
  );
  return rows.map(toWorkflow);
}

/** One workflow, locked for a change when asked; null when it is not there. */
export async function findWorkflow(
  db: Queryable,
  workspaceId: Id,
  id: Id,
  lock = false,
): Promise<WorkflowRow | null> {
  const text = `${select} where w.workspace_id = $1 and w.id = $2 and w.deleted_at is null${lock ? ' for update of w' : ''}`;
  const { rows } = await db.query<Row>(text, [workspaceId, id]);
  return rows[0] ? toWorkflow(rows[0]) : null;
}

export async function insertWorkflow(
  db: Queryable,
  workflow: { workspaceId: Id; id: Id; name: string; draft: Definition; tags?: string[] },
): Promise<void> {
  await db.query('insert into workflows (workspace_id, id, name, draft, tags) values ($1, $2, $3, $4, $5)', [
    workflow.workspaceId,
    workflow.id,
    cleanText(workflow.name),
    storedJson(workflow.draft),
    (workflow.tags ?? []).map(cleanText),
  ]);
}

/** Replaces the tags of a workflow; its draft and when that was changed stay. */
export async function updateTags(db: Queryable, workspaceId: Id, id: Id, tags: string[]): Promise<void> {
  await db.query('update workflows set tags = $3 where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
    tags.map(cleanText),
  ]);
}

/** Saves a draft if nobody saved in between. False: somebody did. */
export async function updateDraft(
  db: Queryable,
  workflow: { workspaceId: Id; id: Id; name: string; draft: Definition; revision: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update workflows set name = $3, draft = $4, draft_revision = draft_revision + 1, updated_at = now()
     where workspace_id = $1 and id = $2 and draft_revision = $5`,
    [
      workflow.workspaceId,
      workflow.id,
      cleanText(workflow.name),
      storedJson(workflow.draft),
      workflow.revision,
    ],
  );
  return rowCount === 1;
}

/** Adds the draft as the next version and makes it the published one. */
export async function insertVersion(
  db: Queryable,
  version: { workspaceId: Id; workflowId: Id; id: Id; definition: Definition; by: string | null },
): Promise<void> {
  await db.query(
    `with version as (
       insert into workflow_versions (workspace_id, id, workflow_id, number, definition, published_by)
       select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5 from workflow_versions where workflow_id = $3)
     update workflows set version_id = $2, status = 'published', updated_at = now() where workspace_id = $1 and id = $3`,
    [version.workspaceId, version.id, version.workflowId, storedJson(version.definition), version.by],
  );
}

export async function setStatus(
  db: Queryable,
  workspaceId: Id,
  id: Id,
  status: WorkflowStatus,
): Promise<void> {
  await db.query('update workflows set status = $3, updated_at = now() where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
    status,
  ]);
}

/** Deletes a workflow for people and stops it from starting runs; its versions stay for runs under way and the history. */
export async function deleteWorkflow(db: Queryable, workspaceId: Id, id: Id): Promise<void> {
  await db.query(
    `update workflows set deleted_at = now(), status = 'paused' where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  );
}

/** Every version of a workflow, newest first. */
export async function listVersions(db: Queryable, workspaceId: Id, workflowId: Id): Promise<VersionRow[]> {
  const { rows } = await db.query<Parameters<typeof toVersion>[0]>(
    'select * from workflow_versions where workspace_id = $1 and workflow_id = $2 order by number desc',
    [workspaceId, workflowId],
  );
  return rows.map(toVersion);
}

/** One version, for the engine: runs name it by its id alone. */
export async function findVersion(db: Queryable, versionId: Id): Promise<VersionRow | null> {
  const { rows } = await db.query<Parameters<typeof toVersion>[0]>(
    'select * from workflow_versions where id = $1',
    [versionId],
  );
  return rows[0] ? toVersion(rows[0]) : null;
}

const toVersion = (row: {
  id: Id;
  workflow_id: Id;
  workspace_id: Id;
  number: number;
  definition: Definition;
  published_at: Date;
  published_by: string | null;
}): VersionRow => ({
  id: row.id,
  workflowId: row.workflow_id,
  workspaceId: row.workspace_id,
  number: row.number,
  definition: row.definition,
  publishedAt: row.published_at,
  publishedBy: row.published_by,
});

/** Versions that listen now, of every workspace, each with the time its workflow was first published. */
export async function publishedVersions(db: Queryable): Promise<(VersionRow & { since: number })[]> {
  const { rows } = await db.query<Parameters<typeof toVersion>[0] & { since: Date }>(
    `select v.*, (select min(published_at) from workflow_versions f where f.workflow_id = w.id) as since from workflows w join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id
     where w.status = 'published'`,
  );
  return rows.map((row) => ({ ...toVersion(row), since: row.since.getTime() }));
}
