import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Field, Json, JsonObject } from '../../../src/api/contract.ts';
import { useTargets } from '../api/queries.ts';
import { wordsOf } from '../i18n/words.ts';
import { sampleText } from './insertion.ts';
import { isBlank, loaderParams, shownFields } from './model.ts';
import { readRows } from './rows.ts';
import classes from './action-values.module.css';

interface ActionValuesProps {
  connector: string;
  action: ConnectorInfo['actions'][number];
  connectionId: string | null;
  /** Filled values. */
  input: JsonObject;
  /** Values as set, which decide what shows. */
  shape: JsonObject;
  /** Leaves choices out that stand as they were given. */
  brief?: boolean;
}

/** The input of an action with the words of both sides instead of ids. */
export function ActionValues({
  connector,
  action,
  connectionId,
  input,
  shape,
  brief = false,
}: ActionValuesProps) {
  const telling = (field: Field) =>
    !isBlank(input[field.key]) &&
    !(
      brief &&
      field.default !== undefined &&
      JSON.stringify(field.default) === JSON.stringify(input[field.key])
    );
  const fields = shownFields(action.fields, shape).filter(telling);
  const unknown = Object.keys(input).filter((key) => !action.fields.some((field) => field.key === key));
  return (
    <dl className={classes.values}>
      {fields.map((field) => (
        <FieldLine
          key={field.key}
          field={field}
          connector={connector}
          action={action}
          connectionId={connectionId}
          input={input}
        />
      ))}
      {unknown.map((key) => (
        <Line key={key} label={key} text={sampleText(input[key], 200)} />
      ))}
    </dl>
  );
}

function FieldLine({
  field,
  connector,
  action,
  connectionId,
  input,
}: Omit<ActionValuesProps, 'shape' | 'brief'> & { field: Field }) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, connector);
  const place: ['actions', string] = ['actions', action.key];
  const source = field.targets ?? (field.options && 'from' in field.options ? field.options : null);
  const asked = source ? loaderParams(source, action.fields, input) : { params: {} };
  const live = useTargets(
    connector,
    source && connectionId,
    source?.from ?? null,
    'params' in asked ? asked.params : null,
  );
  // While the account cannot be asked, its own ids are still better than nothing.
  const labelOf = (value: string) => live.options.find((option) => option.value === value)?.label ?? value;
  const value = input[field.key];
  if (field.type === 'mapping') {
    return readRows(value).map((row) => (
      <Line key={row.target} label={labelOf(row.target)} text={row.value || t('data/blank')} />
    ));
  }
  const say = (each: Json | undefined): string => {
    if (typeof each === 'boolean') return t(each ? 'form/yes' : 'form/no');
    if (typeof each !== 'string') return sampleText(each, 200);
    return field.options && 'values' in field.options ? words.option(place, field.key, each) : labelOf(each);
  };
  return (
    <Line
      label={words.label(place, field.key)}
      text={Array.isArray(value) ? value.map(say).join(', ') : say(value)}
    />
  );
}

function Line({ label, text }: { label: string; text: string }) {
  return (
    <>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {text}
      </Text>
    </>
  );
}
