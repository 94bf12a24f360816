import { judge } from '#domain/filter.ts';
import type { Scope } from '#domain/template.ts';
import type { ActionStep, Definition } from '#domain/workflow.ts';
import type { FullEvent } from '#history/history.ts';
import { stepsOnTheWay } from '#history/versions.ts';
import type { Connector } from '#kit/connector.ts';
import type { Fault } from '#std/errors.ts';
import { messageOf } from '#std/errors.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { isObject } from '#std/json.ts';
import { Allowance, renderDeep } from '#domain/template.ts';
import type { Preview } from '../contract.ts';
import { faultsOf } from '../parse.ts';
import { sampleOf } from './sample.ts';

type Connectors = Record<string, Connector>;

/**
 * What a definition would send: every action's input, filled in and checked, with what is wrong in its place. Nothing is
 * called. Without an event the samples of the trigger's fields are used; outputs of earlier steps are always samples.
 */
export function preview(connectors: Connectors, definition: Definition, event: FullEvent | null): Preview {
  const { trigger, filters } = definition;
  const known = connectors[trigger.connector]?.triggers.find((one) => one.key === trigger.key);
  const data = event?.data ?? sampleOf(known?.output ?? []);
  const show = <Value extends Json>(value: Value): Value => (event ? event.mask.value(value) : value);
  const steps: JsonObject = {};
  const allowance = new Allowance();
  const shown = stepsOnTheWay(definition).map(([id, step]) => {
    const action = connectors[step.connector]?.actions.find((one) => one.key === step.key);
    const { input, faults } = fill(step, { ...data, trigger: data, steps }, allowance);
    steps[id] = sampleOf(action?.output ?? []);
    const checked = action ? action.input.safeParse(input) : null;
    if (checked?.error) faults.push(...unless(faults, faultsOf(checked.error, input)));
    return { id, action: step.key, connector: step.connector, input: show(input), faults };
  });
  return {
    event: event && { id: event.detail.id, title: event.detail.title },
    data: event?.detail.data ?? data,
    passes: (known ? settingsMatch(known, trigger.settings, data) : false) && judge(filters, data).passed,
    steps: shown,
  };
}

function settingsMatch(
  trigger: Connector['triggers'][number],
  settings: JsonObject,
  data: JsonObject,
): boolean {
  const parsed = trigger.settings.safeParse(settings);
  return parsed.success && trigger.matches(parsed.data, data);
}

/** Fills a step's templates one by one, so that a bad one spoils only its own place. */
function fill(step: ActionStep, scope: Scope, allowance: Allowance): { input: JsonObject; faults: Fault[] } {
  const faults: Fault[] = [];
  function fillAt(path: string, value: Json): Json {
    if (Array.isArray(value)) return value.map((item, index) => fillAt(`${path}.${index}`, item));
    if (isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, fillAt(`${path}.${key}`, item)]),
      );
    }
    try {
      return renderDeep(value, scope, allowance);
    } catch (error) {
      faults.push({ path, code: 'template_invalid', params: { message: messageOf(error) } });
      return value;
    }
  }
  const filled = Object.entries(step.input).map(([key, value]): [string, Json] => [key, fillAt(key, value)]);
  return { input: Object.fromEntries(filled), faults };
}

/** Faults of places that have none yet. */
function unless(known: Fault[], found: Fault[]): Fault[] {
  return found.filter((fault) => !known.some(({ path }) => path === fault.path));
}
