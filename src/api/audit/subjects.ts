import type { Audit, AuditChange, AuditSubject, Portrait } from '../../audit/audit.ts';
import { changesBetween } from '../../audit/portrait.ts';
import { readId, showId } from '#std/id.ts';
import type { Id, IdKind } from '#std/id.ts';
import { isObject } from '#std/json.ts';
import { readKeyId, showKeyId } from '../auth/api-keys.ts';

/** A thing that a request names or made, as it stood before it. */
export interface Named {
  kind: string;
  id: Id;
  before: Portrait | null;
}

const kinds: IdKind[] = [
  'workspace',
  'connection',
  'workflow',
  'run',
  'event',
  'person',
  'invitation',
  'rule',
];
/** Names that paths give to things of another kind. */
const aliases: Record<string, string> = { member: 'person' };

/** What a path names, by its parameters; those that are nothing of ours, or secret (a token), are left out. */
export async function namedByPath(
  audit: Audit,
  workspaceId: Id | null,
  params: Record<string, string>,
): Promise<Named[]> {
  const found: Named[] = [];
  for (const [param, text] of Object.entries(params)) {
    const kind = aliases[param] ?? param;
    const id = readShown(kind, text);
    if (id === null) continue;
    const isOnlyPlace = kind === 'workspace' && Object.keys(params).length > 1;
    if (!isOnlyPlace) found.push({ kind, id, before: await audit.portray(kind, workspaceId, id) });
  }
  return found;
}

/** What an answer says was made: its own id, else those of what it holds. */
export function namedByAnswer(answer: unknown, known: Named[]): Named[] {
  if (!isObject(answer)) return [];
  const own = typeof answer['id'] === 'string' ? [answer['id']] : [];
  const held = Object.values(answer).flatMap((value) =>
    isObject(value) && typeof value['id'] === 'string' ? [value['id']] : [],
  );
  const texts = own.length > 0 ? own : known.some((one) => one.kind !== 'workspace') ? [] : held;
  return texts.flatMap((text) => {
    for (const kind of ['key', ...kinds]) {
      const id = /^[a-z]{3}_/.test(text) ? readShown(kind, text) : null;
      if (id !== null && !known.some((one) => one.id === id)) return [{ kind, id, before: null }];
    }
    return [];
  });
}

function readShown(kind: string, text: string): Id | null {
  if (kind === 'key') return text.startsWith('key_') ? readKeyId(text) : null;
  return kinds.includes(kind as IdKind) ? readId(kind as IdKind, text) : null;
}

/** Things as the log names them, with the name they have now or, when they are gone, had before; and what changed on them. */
export async function outcomeOf(
  audit: Audit,
  workspaceId: Id | null,
  named: Named[],
): Promise<{ subjects: AuditSubject[]; changes: AuditChange[] }> {
  const subjects: AuditSubject[] = [];
  const changes: AuditChange[] = [];
  for (const { kind, id, before } of named) {
    const now = await audit.portray(kind, workspaceId, id);
    subjects.push(subject(kind, id, before?.name ?? now?.name ?? null));
    changes.push(...changesBetween(before, now));
  }
  return { subjects, changes };
}

/** A thing with the name it had. */
export function subject(kind: string, id: Id, name: string | null): AuditSubject {
  const shown = kind === 'key' ? showKeyId(id) : showId(kind as IdKind, id);
  return { kind, id: shown, name: name === null ? null : name.slice(0, 300) };
}
