import { z } from '@hono/zod-openapi';
import type { AuditEntry as StoredEntry, AuditFilter } from '../../audit/audit.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { showKeyId } from '../auth/api-keys.ts';
import { csvOf } from '../audit/csv.ts';
import type { AuditEntry } from '../contract.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { auditEntry, auditFilter, auditQuery } from '../schemas/audit.ts';
import { page } from '../schemas/common.ts';

type Parts = Pick<ApiParts, 'audit' | 'clock'>;

/** Rows of one statement, for the file. */
const filePage = 1_000;
/** Most rows of a file: about 30 MB. */
const mostRows = 100_000;

/** Who did what: a list, and the same as a file. */
export function auditRoutes({ audit, clock }: Parts): Route[] {
  const made = table('audit');
  made.inWorkspace('admin', {
    method: 'get',
    path: '/audit',
    summary: 'Who changed what and from where, newest first; signing in of members too',
    query: auditQuery,
    answer: page(auditEntry),
    handle: async ({ workspaceId, query: { cursor, limit, ...filter } }) => {
      const before = cursor === undefined ? null : readId('job', cursor);
      const rows = await audit.list(workspaceId, filter, { before, limit: limit + 1 });
      const items = rows.slice(0, limit).map(showEntry);
      return { items, cursor: rows.length > limit ? items.at(-1)!.id : null };
    },
  });
  made.inWorkspace('admin', {
    method: 'get',
    path: '/audit.csv',
    summary: `The same as a file of comma-separated values, up to ${mostRows} rows`,
    query: auditFilter,
    answer: z.string(),
    handle: async ({ workspaceId, query }) => {
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      return new Response(csvOf(pagesOf(audit, workspaceId, query)), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="audit-${day}.csv"`,
          'cache-control': 'no-store',
        },
      });
    },
  });
  return made.routes;
}

/** A row as the API shows it. */
function showEntry({ id, at, actor, ...rest }: StoredEntry): AuditEntry {
  return { ...rest, id, at: at.toISOString(), actor: { ...actor, id: showActorId(actor) } };
}

function showActorId({ kind, id }: StoredEntry['actor']): string | null {
  if (id === null) return null;
  return kind === 'key' ? showKeyId(id) : showId('person', id);
}

async function* pagesOf(
  audit: Parts['audit'],
  workspaceId: Id,
  filter: AuditFilter,
): AsyncGenerator<AuditEntry[]> {
  let before: Id | null = null;
  for (let count = 0; count < mostRows; count += filePage) {
    const rows: StoredEntry[] = await audit.list(workspaceId, filter, { before, limit: filePage });
    yield rows.map(showEntry);
    if (rows.length < filePage) return;
    before = rows.at(-1)!.id;
  }
}
