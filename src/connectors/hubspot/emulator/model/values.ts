import type { Hub } from './hub.ts';
import { findStage, pipelinesOf, stageProperties } from './pipelines.ts';
import type { ValueFault } from './refusal.ts';
import type { Property } from './rows.ts';

// HubSpot docs "Properties API" and "Using object APIs", read 2026-11. The texts are those seen in answers; where none
// is documented (numbers, dates, booleans) they are close to it.
const mostCharacters = 65_536;
type Checked = { value: string } | { fault: ValueFault };

/**
 * The value as HubSpot stores it, or why it is not taken.
 * @param before the current value, for checkboxes that are added to with a leading semicolon
 */
export function checkedValue(
  hub: Hub,
  where: { portal: number; type: string },
  property: Property,
  given: string,
  before: string,
): Checked {
  const { name } = property;
  const fault = (code: string, message: string): Checked => ({ fault: { name, code, message } });
  if (given === '') return { value: '' };
  switch (property.type) {
    case 'string':
    case 'phone_number':
      if (given.length > mostCharacters) {
        return fault('INVALID_LENGTH', `Property "${name}" is longer than ${mostCharacters} characters`);
      }
      return where.type === '0-1' && name === 'email' ? email(given, fault) : { value: given };
    case 'number':
      if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(given.trim())) {
        return fault('INVALID_INTEGER', `${given} was not a valid number.`);
      }
      return { value: given.trim() };
    case 'bool':
      if (!/^(true|false)$/i.test(given)) {
        return fault('INVALID_OPTION', `${given} was not one of the allowed options: [true, false]`);
      }
      return { value: given.toLowerCase() };
    case 'date':
      return date(given, fault);
    case 'datetime': {
      const ms = momentOf(given);
      return ms === null
        ? fault('INVALID_DATE', `${given} was not a valid date.`)
        : { value: new Date(ms).toISOString() };
    }
    case 'enumeration':
      return enumeration(hub, where, property, given, before);
  }
}

type Fault = (code: string, message: string) => Checked;

function email(given: string, fault: Fault): Checked {
  const value = given.trim().toLowerCase();
  if (/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(value)) return { value };
  return fault('INVALID_EMAIL', `Email address ${given} is invalid`);
}

/** Milliseconds of an ISO time or of digits; null when it is neither. */
export function momentOf(text: string): number | null {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

const dayMs = 86_400_000;
function date(given: string, fault: Fault): Checked {
  const ms = momentOf(given);
  if (ms === null || (/^\d{4}-/.test(given) && given.length > 10 && ms % dayMs !== 0)) {
    return fault('INVALID_DATE', `${given} was not a valid date.`);
  }
  if (ms % dayMs !== 0) return fault('INVALID_DATE', `${given} is not midnight UTC.`);
  const iso = new Date(ms).toISOString().slice(0, 10);
  // "2026-02-31" parses in JavaScript as a day of March.
  if (/^\d{4}-/.test(given) && given.slice(0, 10) !== iso) {
    return fault('INVALID_DATE', `${given} was not a valid date.`);
  }
  return { value: iso };
}

function enumeration(
  hub: Hub,
  where: { portal: number; type: string },
  property: Property,
  given: string,
  before: string,
): Checked {
  const { name } = property;
  const allowed = optionsOf(hub, where, property);
  const many = property.fieldType === 'checkbox';
  const parts = many ? given.split(';').filter((part) => part !== '') : [given];
  const wrong = parts.find((part) => !allowed.some(({ value }) => value === part));
  if (wrong !== undefined) {
    const listed = allowed.map(({ label, value }) => `label: "${label}" value: "${value}"`).join(', ');
    const message = `${wrong} was not one of the allowed options: [${listed}]`;
    return { fault: { name, code: 'INVALID_OPTION', message } };
  }
  const kept = many && given.startsWith(';') && before !== '' ? before.split(';') : [];
  return { value: [...new Set([...kept, ...parts])].join(';') };
}

/** The options of an enumeration, those kept elsewhere included: owners, pipelines, stages. */
export function optionsOf(
  hub: Hub,
  where: { portal: number; type: string },
  property: Property,
): { label: string; value: string }[] {
  switch (property.externalOptions) {
    case 'OWNER':
      return hub.by.ownersOf
        .all(String(where.portal))
        .filter((owner) => !owner.archived)
        .map((owner) => ({ value: owner.ownerId, label: `${owner.firstName} ${owner.lastName}` }));
    case 'PIPELINE':
      return pipelinesOf(hub, where.portal, where.type).map(({ pipelineId, label }) => ({
        value: pipelineId,
        label,
      }));
    case 'STAGE':
      return pipelinesOf(hub, where.portal, where.type).flatMap((pipeline) =>
        pipeline.stages.map(({ id, label }) => ({ value: id, label: `${pipeline.label}: ${label}` })),
      );
    default:
      return property.options;
  }
}

/** Whether stage and pipeline belong together; the pipeline follows the stage when only that is given. */
export function settleStage(
  hub: Hub,
  where: { portal: number; type: string },
  given: Record<string, string>,
  before: Record<string, string>,
): ValueFault | null {
  const names = stageProperties[where.type];
  if (!names) return null;
  const stageId = given[names.stage] ?? before[names.stage];
  if (given[names.stage] === undefined && given[names.pipeline] === undefined) return null;
  if (!stageId) return null;
  const pipelineId = given[names.pipeline] ?? before[names.pipeline];
  const found = findStage(hub, where.portal, where.type, stageId);
  if (!found) {
    return {
      name: names.stage,
      code: 'INVALID_OPTION',
      message: `${stageId} was not one of the allowed options`,
    };
  }
  if (given[names.pipeline] === undefined) {
    given[names.pipeline] = found.pipeline.pipelineId;
    return null;
  }
  if (pipelineId === found.pipeline.pipelineId) return null;
  const message = `Stage ${stageId} does not belong to pipeline ${pipelineId}`;
  return { name: names.stage, code: 'INVALID_OPTION', message };
}
