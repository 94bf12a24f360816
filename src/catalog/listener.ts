import type { Connector, ParsedEvent, Trigger } from '../kit/connector.ts';
import type { Definition } from '../domain/workflow.ts';
import type { Lane } from '../domain/job.ts';
import type { NewEvent, NewRun } from '../domain/run.ts';
import type { Id } from '../std/id.ts';
import { judge } from '../domain/filter.ts';
import { render } from '../domain/template.ts';
import { termsOf } from '../domain/terms.ts';
import { newId } from '../std/id.ts';
import { cleanText, type Json } from '../std/json.ts';

const longestKey = 300;

/** A published version that listens, with what matching needs looked up once. */
export interface Listener {
  workspaceId: Id;
  workflowId: Id;
  versionId: Id;
  definition: Definition;
  /** When the workflow was first published, milliseconds: what happened before is brought in only on request. */
  since: number;
  trigger: Trigger;
  /** Lane of the first step. */
  lane: Lane;
  /** Order key of the first step that names one: what it is kept apart by, and its template. */
  order: { scope: string; template: string } | null;
}

/** Looks up what a version uses; null when its trigger's connector is not there any more. */
export function createListener(
  connectors: Record<string, Connector>,
  version: Pick<Listener, 'workspaceId' | 'workflowId' | 'versionId' | 'definition' | 'since'>,
): Listener | null {
  const { trigger, steps, start } = version.definition;
  const known = connectors[trigger.connector]?.triggers.find((one) => one.key === trigger.key);
  if (!known) return null;
  const first = steps[start];
  const action =
    first?.kind === 'action'
      ? connectors[first.connector]?.actions.find((one) => one.key === first.key)
      : undefined;
  const ordered = Object.values(steps).find((step) => step.kind === 'action' && step.orderBy !== null);
  return {
    ...version,
    trigger: known,
    lane: action?.lane ?? 'runs',
    order:
      ordered?.kind === 'action' && ordered.orderBy
        ? { scope: ordered.connectionId ?? version.workspaceId, template: ordered.orderBy }
        : null,
  };
}

/** Whether a listener's trigger settings and filters let a fact through. */
export function letsThrough(listener: Listener, fact: ParsedEvent): boolean {
  const { trigger, filters } = listener.definition;
  return listener.trigger.matches(trigger.settings, fact.data) && judge(filters, fact.data).passed;
}

/** A run to be, of a listener's version for an event. `repeats` is the run it does again. */
export function planRun(
  listener: Listener,
  event: Pick<NewEvent, 'id' | 'workspaceId' | 'occurredAt'>,
  fact: ParsedEvent,
  now: number,
  repeats: Id | null = null,
): NewRun {
  return {
    id: newId(now),
    eventId: event.id,
    workspaceId: event.workspaceId,
    workflowId: listener.workflowId,
    versionId: listener.versionId,
    repeats,
    jobId: newId(now),
    lane: listener.lane,
    orderKey: orderKey(listener, fact),
    orderAt: Math.round(event.occurredAt ?? now),
    words: termsOf([fact.title, ...fact.terms]),
  };
}

/**
 * Runs with one key go one at a time, in event order. A blank key leaves the run free; those whose key cannot be told go
 * one after another, so that none overtakes what it should have waited for.
 */
function orderKey(listener: Listener, fact: ParsedEvent): string | null {
  if (!listener.order) return null;
  let value: Json;
  try {
    value = render(listener.order.template, { ...fact.data, trigger: fact.data });
  } catch {
    return `${listener.workflowId}:unreadable`;
  }
  if (value === '' || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cleanText(`${listener.order.scope}:${text}`.slice(0, longestKey));
}
