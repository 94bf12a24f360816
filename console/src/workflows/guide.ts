import type { ConnectorInfo, Definition, Fault, Field, JsonObject } from '../../../src/api/contract.ts';
import { defaultsOf, missingFields, splitFields, wayOf } from '../fields/model.ts';

/** A step of a definition that performs an action. */
export type ActionStep = Extract<Definition['steps'][string], { kind: 'action' }>;
/** Filters as a definition holds them. */
export type Filters = NonNullable<Definition['filters']>;
/** One row of the filters. */
export type FilterRow = Exclude<Filters['conditions'][number], Filters>;
/** The five steps of the guide. */
export type GuideStep = 1 | 2 | 3 | 4 | 5;
export type TriggerInfo = ConnectorInfo['triggers'][number];
export type ActionInfo = ConnectorInfo['actions'][number];

const firstStep = 'step_1';

/** A definition in which nothing is chosen yet. */
export function emptyDefinition(): Definition {
  return {
    schema: 1,
    trigger: { connector: '', connectionId: '', key: '', version: 1, settings: {} },
    filters: null,
    start: firstStep,
    steps: { [firstStep]: { kind: 'end' } },
  };
}

/** The action the guide edits: the first of the definition. */
export function firstAction(definition: Definition): ActionStep | null {
  const step = definition.steps[definition.start];
  return step?.kind === 'action' ? step : null;
}

/** Steps the guide does not show, kept as they are. */
export function furtherActions(definition: Definition): number {
  return Object.entries(definition.steps).filter(
    ([id, step]) => id !== definition.start && step.kind === 'action',
  ).length;
}

/**
 * The definition with its trigger chosen. Another trigger starts with its own settings and no filters; with `keep` those
 * that fit it stay, because it only answers a question differently.
 */
export function withTrigger(
  definition: Definition,
  connector: string,
  info: TriggerInfo,
  { keep = false } = {},
): Definition {
  const before = definition.trigger;
  if (before.connector === connector && before.key === info.key) return definition;
  const fitting = Object.entries(before.settings).filter(([key]) =>
    info.fields.some((field) => field.key === key),
  );
  return {
    ...definition,
    filters: keep ? definition.filters : null,
    trigger: {
      connector,
      connectionId: before.connector === connector ? before.connectionId : '',
      key: info.key,
      version: info.version,
      settings: { ...defaultsOf(info.fields), ...(keep ? Object.fromEntries(fitting) : {}) },
    },
  };
}

/** The definition with its action chosen. Another action starts with its own defaults. */
export function withAction(definition: Definition, connector: string, info: ActionInfo): Definition {
  const before = firstAction(definition);
  if (before?.connector === connector && before.key === info.key) return definition;
  const step: ActionStep = {
    kind: 'action',
    connector,
    connectionId: before?.connector === connector && info.needsConnection ? before.connectionId : null,
    key: info.key,
    version: info.version,
    input: defaultsOf(info.fields),
    orderBy: info.orderBy,
    next: before?.next ?? null,
  };
  return { ...definition, steps: { ...definition.steps, [definition.start]: step } };
}

/** The definition with parts of its trigger changed. */
export function changeTrigger(definition: Definition, changes: Partial<Definition['trigger']>): Definition {
  return { ...definition, trigger: { ...definition.trigger, ...changes } };
}

/** The definition with parts of its action changed. */
export function changeAction(definition: Definition, changes: Partial<ActionStep>): Definition {
  const step = firstAction(definition);
  if (!step) return definition;
  return { ...definition, steps: { ...definition.steps, [definition.start]: { ...step, ...changes } } };
}

/** What the connectors know about a definition's trigger and action. */
export interface Parts {
  trigger: TriggerInfo | null;
  action: ActionInfo | null;
}

/** Looks the trigger and the action up; null where nothing, or something unknown, is chosen. */
export function partsOf(definition: Definition, connectors: ConnectorInfo[]): Parts {
  const by = (key: string) => connectors.find((each) => each.key === key);
  const action = firstAction(definition);
  return {
    trigger:
      by(definition.trigger.connector)?.triggers.find((each) => each.key === definition.trigger.key) ?? null,
    action: (action && by(action.connector)?.actions.find((each) => each.key === action.key)) ?? null,
  };
}

/** Which steps of the guide are finished, and the first that is not (null when all are). */
export function progressOf(
  definition: Definition,
  { trigger, action }: Parts,
): { done: Set<GuideStep>; next: GuideStep | null } {
  const step = firstAction(definition);
  const input: JsonObject = step?.input ?? {};
  const done = new Set<GuideStep>();
  const missing = action ? missingFields(action.fields, input) : [];
  const half = splitFields(action?.fields ?? []);
  const noneOf = (fields: Field[]) => !fields.some((field) => missing.includes(field.key));
  if (trigger && missingFields(trigger.fields, definition.trigger.settings).length === 0) done.add(1);
  if (action) done.add(2);
  if (
    trigger &&
    action &&
    definition.trigger.connectionId &&
    (step?.connectionId || !action.needsConnection)
  ) {
    done.add(3);
  }
  if (done.has(3) && noneOf(half.choices)) {
    done.add(4);
  }
  if (done.has(3) && action && noneOf(half.contents)) done.add(5);
  const next = ([1, 2, 3, 4, 5] as const).find((each) => !done.has(each)) ?? null;
  return { done, next };
}

/** The step of the guide where a fault is mended. */
export function stepOfFault(fault: Fault, definition: Definition, action: ActionInfo | null): GuideStep {
  const way = wayOf(fault);
  if (way.includes('connectionId')) return 3;
  if (way[0] === 'filters' || way[0] === 'trigger') return 1;
  if (way[0] === 'steps' && way[1] === definition.start && way[2] === 'input') {
    const field = action?.fields.find((each) => each.key === way[3]);
    return field && splitFields([field]).choices.length > 0 ? 4 : 5;
  }
  return 2;
}
