import type { Queryable } from '../db/pool.ts';
import { isObject, type JsonObject } from '../std/json.ts';
import type { Id } from '../std/id.ts';
import type { AuditChange } from './entry.ts';

type Shown = string | number | boolean | null;

/** How a thing looks at one moment: its name, and what is worth saying when it changes. Never a secret. */
export interface Portrait {
  name: string | null;
  /** Fields whose values may be told. */
  told: Record<string, Shown>;
  /** Fields of which only the change is told: long, or possibly secret. */
  hidden: Record<string, unknown>;
}

/** `$1` is the workspace, `$2` the thing. `told` and `hidden` are JSON objects. */
const statements: Record<string, string> = {
  workspace: `select name, jsonb_build_object('name', name, 'timeZone', time_zone, 'retentionDays', retention_days,
      'auditRetentionDays', audit_retention_days) as told, '{}'::jsonb as hidden
    from workspaces where id = $1 and id = $2`,
  connection: `select name, jsonb_build_object('name', name, 'status', status, 'account', account) as told,
      jsonb_build_object('settings', settings,
        'secrets', (select array_agg(s.id order by s.id) from endpoints e join endpoint_secrets s
          on s.workspace_id = e.workspace_id and s.endpoint_id = e.id and s.retired_at is null
          where e.workspace_id = c.workspace_id and e.connection_id = c.id)) as hidden
    from connections c where workspace_id = $1 and id = $2`,
  workflow: `select name, jsonb_build_object('name', name, 'status', case when deleted_at is null then status else 'deleted' end,
      'version', (select number from workflow_versions v where v.workspace_id = w.workspace_id and v.id = w.version_id)) as told,
      jsonb_build_object('draft', draft) as hidden
    from workflows w where workspace_id = $1 and id = $2`,
  run: `select e.title as name, jsonb_build_object('status', r.status) as told, '{}'::jsonb as hidden
    from runs r left join events e on e.id = r.event_id where r.workspace_id = $1 and r.id = $2`,
  event: `select title as name, '{}'::jsonb as told, '{}'::jsonb as hidden from events where workspace_id = $1 and id = $2`,
  key: `select name, jsonb_build_object('name', name, 'role', role) as told, '{}'::jsonb as hidden
    from api_keys where workspace_id = $1 and id = $2`,
  person: `select coalesce(nullif(u."name", ''), u."email") as name, jsonb_build_object('name', u."name", 'email', u."email",
      'role', (select m."role" from "member" m where m."organizationId" = $1 and m."userId" = u."id"),
      'twoFactor', coalesce(u."twoFactorEnabled", false), 'language', u."language") as told,
      jsonb_build_object('password', (select md5(a."password") from "account" a
        where a."userId" = u."id" and a."providerId" = 'credential')) as hidden
    from "user" u where u."id" = $2 and ($1::uuid is null
      or exists (select from "member" m where m."organizationId" = $1 and m."userId" = u."id"))`,
  rule: `select coalesce(hint, array_to_string(emails, ', ')) as name, jsonb_build_object('enabled', enabled,
      'kinds', array_to_string(kinds, ', '), 'emails', array_to_string(emails, ', '), 'digestHour', digest_hour) as told,
      jsonb_build_object('workflows', workflow_ids, 'address', md5(sealed)) as hidden
    from notice_rules where workspace_id = $1 and id = $2`,
  invitation: `select "email" as name, jsonb_build_object('email', "email", 'role', "role", 'status', "status") as told,
      jsonb_build_object('link', md5("tokenHash")) as hidden
    from "invitation" where "organizationId" = $1 and "id" = $2`,
};

/** A thing as it stands now; null when it is not there (any more) or of no known kind. */
export async function portray(
  db: Queryable,
  kind: string,
  workspaceId: Id | null,
  id: Id,
): Promise<Portrait | null> {
  const text = Object.hasOwn(statements, kind) ? statements[kind]! : null;
  if (text === null) return null;
  const { rows } = await db.query<{ name: string | null; told: Portrait['told']; hidden: JsonObject }>(text, [
    workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

const mostText = 300;
const cut = (value: Shown): Shown =>
  typeof value === 'string' && value.length > mostText ? `${value.slice(0, mostText)}…` : value;

/** What differs between two moments of one thing. Something new or gone differs in nothing: that it is so is said by the route. */
export function changesBetween(before: Portrait | null, after: Portrait | null): AuditChange[] {
  if (!before || !after) return [];
  const told = Object.keys(after.told)
    .filter((field) => before.told[field] !== after.told[field])
    .map((field) => ({ field, from: cut(before.told[field] ?? null), to: cut(after.told[field] ?? null) }));
  const hidden = Object.keys(after.hidden).flatMap((field) =>
    hiddenChanges(field, before.hidden[field], after.hidden[field]),
  );
  return [...told, ...hidden];
}

/** `settings.rate` for one key of an object of settings; else the field itself. */
function hiddenChanges(field: string, before: unknown, after: unknown): AuditChange[] {
  const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  if (same(before, after)) return [];
  if (field !== 'settings' || !isObject(before) || !isObject(after)) {
    return [{ field }];
  }
  const [old, now] = [before, after];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => !same(old[key], now[key]))
    .map((key) => ({ field: `settings.${key.slice(0, 60)}` }));
}
