import type { Queryable } from '#db/pool.ts';
import type { ActionStep, Definition } from '#domain/workflow.ts';
import type { Id } from '#std/id.ts';
import type { AttemptRow } from './attempts.ts';

/** A published version; null when it was removed with its workflow. */
export async function findVersion(
  db: Queryable,
  workspaceId: Id,
  id: Id,
): Promise<{ number: number; definition: Definition } | null> {
  const { rows } = await db.query<{ number: number; definition: Definition }>(
    'select number, definition from workflow_versions where workspace_id = $1 and id = $2',
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Its actions in the order a run takes them. */
export function stepsOnTheWay(definition: Definition): [string, ActionStep][] {
  const steps: [string, ActionStep][] = [];
  const visited = new Set<string>();
  let id: string | null = definition.start;
  while (id !== null && !visited.has(id)) {
    visited.add(id);
    const step: Definition['steps'][string] | undefined = definition.steps[id];
    if (step?.kind !== 'action') break;
    steps.push([id, step]);
    id = step.next;
  }
  return steps;
}

/** What the attempts of a run say about a version that was removed: its steps, without their templates. */
export function definitionFrom(attempts: AttemptRow[]): Definition {
  const ids = [...new Set(attempts.map((attempt) => attempt.step))];
  const steps = ids.map((id, place): [string, ActionStep] => {
    const attempt = attempts.find((one) => one.step === id)!;
    const [connector = '', key = ''] = attempt.action.split('/', 2);
    const next = ids[place + 1] ?? null;
    return [
      id,
      {
        kind: 'action',
        connector,
        connectionId: attempt.connection_id,
        key,
        version: 1,
        input: {},
        orderBy: null,
        next,
      },
    ];
  });
  const trigger = { connector: '', connectionId: '', key: '', version: 1, settings: {} };
  return { schema: 1, trigger, filters: null, start: ids[0] ?? '', steps: Object.fromEntries(steps) };
}
