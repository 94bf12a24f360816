import type { Action, Connector } from '../kit/connector.ts';
import type { ActionStep, Definition } from '../domain/workflow.ts';
import type { Fault } from '../std/errors.ts';
import type { Json } from '../std/json.ts';
import { isTemplate, templateFault } from '../domain/template.ts';
import { isObject } from '../std/json.ts';

/** What a workspace's connections are, as far as checking needs it. */
export type KnownConnections = Map<string, { connector: string }>;

/** What stands in the way of publishing, each fault where it stands. Pure. */
export function validate(
  connectors: Record<string, Connector>,
  connections: KnownConnections,
  definition: Definition,
): Fault[] {
  return [
    ...triggerFaults(connectors, connections, definition),
    ...graphFaults(definition),
    ...Object.entries(definition.steps).flatMap(([id, step]) =>
      step.kind === 'action' ? stepFaults(connectors, connections, `steps.${id}`, step) : [],
    ),
  ];
}

function triggerFaults(
  connectors: Record<string, Connector>,
  connections: KnownConnections,
  { trigger }: Definition,
): Fault[] {
  const known = connectors[trigger.connector]?.triggers.find((one) => one.key === trigger.key);
  if (!known) return [{ path: 'trigger.key', code: 'unknown_trigger', params: { key: trigger.key } }];
  const faults = connectionFaults(
    connections,
    'trigger.connectionId',
    trigger.connector,
    trigger.connectionId,
  );
  const settings = known.settings.safeParse(trigger.settings);
  if (settings.success) return faults;
  return [
    ...faults,
    ...settings.error.issues.map((issue) => ({
      path: ['trigger.settings', ...issue.path].join('.'),
      code: 'invalid_value',
      params: { message: issue.message },
    })),
  ];
}

function connectionFaults(
  connections: KnownConnections,
  path: string,
  connector: string,
  id: string | null,
): Fault[] {
  if (!id) return [{ path, code: 'connection_missing' }];
  const known = connections.get(id);
  if (!known) return [{ path, code: 'connection_unknown' }];
  return known.connector === connector ? [] : [{ path, code: 'connection_of_other_vendor' }];
}

function graphFaults({ start, steps }: Definition): Fault[] {
  if (Object.keys(steps).length === 0) return [{ path: 'steps', code: 'no_steps' }];
  const faults: Fault[] = [];
  const reached = new Set<string>();
  let id: string | null = start;
  let from = 'start';
  while (id !== null) {
    const step: Definition['steps'][string] | undefined = steps[id];
    if (!step) return [...faults, { path: from, code: 'step_unknown', params: { step: id } }];
    if (reached.has(id)) return [...faults, { path: from, code: 'step_leads_back', params: { step: id } }];
    reached.add(id);
    from = `steps.${id}.next`;
    id = step.kind === 'action' ? step.next : null;
  }
  for (const lost of Object.keys(steps)) {
    if (!reached.has(lost)) faults.push({ path: `steps.${lost}`, code: 'step_unreachable' });
  }
  return faults;
}

function stepFaults(
  connectors: Record<string, Connector>,
  connections: KnownConnections,
  path: string,
  step: ActionStep,
): Fault[] {
  const connector = connectors[step.connector];
  const action = connector?.actions.find((one) => one.key === step.key);
  if (!connector || !action) {
    return [{ path: `${path}.key`, code: 'unknown_action', params: { key: step.key } }];
  }
  const faults =
    action.needsConnection === false
      ? []
      : connectionFaults(connections, `${path}.connectionId`, step.connector, step.connectionId);
  faults.push(...templateFaults(`${path}.input`, step.input), ...missingFields(path, action, step));
  if (step.orderBy) faults.push(...templateFaults(`${path}.orderBy`, step.orderBy));
  return faults;
}

function missingFields(path: string, action: Action, step: ActionStep): Fault[] {
  return action.fields
    .filter((field) => field.required && shown(field.showIf, step) && blank(step.input[field.key]))
    .map((field) => ({ path: `${path}.input.${field.key}`, code: 'required' }));
}

const shown = (rule: { field: string; in: Json[] } | undefined, step: ActionStep) =>
  !rule || rule.in.includes(step.input[rule.field] ?? null);
const blank = (value: Json | undefined) => value === undefined || value === null || value === '';

function templateFaults(path: string, value: Json): Fault[] {
  if (typeof value === 'string') {
    const fault = isTemplate(value) ? templateFault(value) : null;
    return fault ? [{ path, code: 'template_invalid', params: { message: fault } }] : [];
  }
  const children = Array.isArray(value)
    ? Object.entries(value)
    : isObject(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([key, child]) => templateFaults(`${path}.${key}`, child));
}
