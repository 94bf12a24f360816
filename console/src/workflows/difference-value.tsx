import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Definition, Field, Json, JsonObject } from '../../../src/api/contract.ts';
import { useOptions } from '../api/queries.ts';
import { loaderParams } from '../fields/model.ts';
import { wordsOf, type Place } from '../i18n/words.ts';
import type { Difference } from './differences.ts';

/** A field of a form in a definition: where it stands, and what its choices are read with. */
interface FieldPlace {
  connector: string;
  place: Place;
  connectionId: string | null;
  fields: Field[];
  field: Field;
  values: JsonObject;
}

/** The field that a difference is about; null for what is no field of a form. */
export function fieldAt(
  { way }: Difference,
  definition: Definition,
  connectors: ConnectorInfo[],
): FieldPlace | null {
  const key = way.at(-1) ?? '';
  const { trigger } = definition;
  const step = definition.steps[way[1] ?? ''];
  const of = (connector: string) => connectors.find((each) => each.key === connector);
  const found = (connector: string, place: Place, connectionId: string | null, values: JsonObject) => {
    const info = of(connector);
    const list = place[0] === 'triggers' ? info?.triggers : info?.actions;
    const fields = list?.find((each) => each.key === place[1])?.fields ?? [];
    const field = fields.find((each) => each.key === key);
    return field ? { connector, place, connectionId: connectionId || null, fields, field, values } : null;
  };
  if (way[0] === 'trigger' && way[1] === 'settings') {
    return found(trigger.connector, ['triggers', trigger.key], trigger.connectionId, trigger.settings);
  }
  if (way[2] !== 'input' || step?.kind !== 'action') return null;
  return found(step.connector, ['actions', step.key], step.connectionId, step.input);
}

interface DifferenceValueProps {
  at: FieldPlace;
  value: Json;
  /** Values of this side that the choices depend on, where they differ. */
  beside: JsonObject;
}

/** A field's value in the words of the tool it belongs to, instead of ids. */
export function DifferenceValue({ at, value, beside }: DifferenceValueProps) {
  const { t, i18n } = useTranslation();
  const { connector, place, connectionId, fields, field, values } = at;
  const { options } = field;
  const source = options && 'from' in options ? options : null;
  const asked = source ? loaderParams(source, fields, { ...values, ...beside }) : { params: {} };
  const wanted = source && typeof value === 'string' && value !== '';
  const live = useOptions(
    wanted ? connectionId : null,
    source?.from ?? null,
    'params' in asked ? asked.params : null,
  );
  if (value === null || value === '') return t('rehearsal/empty');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  if (options && 'values' in options) return wordsOf(i18n, connector).option(place, field.key, text);
  return live.data?.find((option) => option.value === text)?.label ?? text;
}
