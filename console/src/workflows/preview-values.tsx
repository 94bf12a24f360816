import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, Json, Preview } from '../../../src/api/contract.ts';
import { useOptions } from '../api/queries.ts';
import { isBlank, loaderParams, shownFields } from '../fields/model.ts';
import { sampleText } from '../fields/insertion.ts';
import { readRows } from '../fields/rows.ts';
import { wordsOf } from '../i18n/words.ts';
import { useGuide } from './guide-scope.ts';
import classes from './preview-values.module.css';

/** The input of a step as it would be, with the words of both sides instead of their ids. */
export function PreviewValues({ step }: { step: Preview['steps'][number] }) {
  const { definition, parts } = useGuide();
  const used = definition.steps[step.id];
  if (used?.kind !== 'action' || step.id !== definition.start || !parts.action) {
    return <dl className={classes.values}>{Object.entries(step.input).map(([key, value]) => <Line key={key} label={key} text={sampleText(value, 200)} />)}</dl>;
  }
  const fields = shownFields(parts.action.fields, used.input).filter((field) => !isBlank(step.input[field.key]));
  return (
    <dl className={classes.values}>
      {fields.map((field) => (
        <FieldLine key={field.key} field={field} all={parts.action?.fields ?? []} step={step} connectionId={used.connectionId} />
      ))}
    </dl>
  );
}

function FieldLine({ field, all, step, connectionId }: { field: Field; all: Field[]; step: Preview['steps'][number]; connectionId: string | null }) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, step.connector);
  const place: ['actions', string] = ['actions', step.action];
  const source = field.targets ?? (field.options && 'from' in field.options ? field.options : null);
  const asked = source ? loaderParams(source, all, step.input) : { params: {} };
  const live = useOptions(source && connectionId, source?.from ?? null, 'params' in asked ? asked.params : null);
  const labelOf = (value: string) => live.data?.find((option) => option.value === value)?.label ?? value;
  const value = step.input[field.key];
  if (field.type === 'mapping') {
    return readRows(value).map((row) => <Line key={row.target} label={labelOf(row.target)} text={row.value || t('data/blank')} />);
  }
  const say = (each: Json | undefined): string => {
    if (typeof each === 'boolean') return t(each ? 'form/yes' : 'form/no');
    if (typeof each !== 'string') return sampleText(each, 200);
    if (field.options && 'values' in field.options) return words.option(place, field.key, each);
    return labelOf(each);
  };
  return <Line label={words.label(place, field.key)} text={Array.isArray(value) ? value.map(say).join(', ') : say(value)} />;
}

function Line({ label, text }: { label: string; text: string }) {
  return (
    <>
      <Text component="dt" size="sm" c="dimmed">{label}</Text>
      <Text component="dd" size="sm" m={0}>{text}</Text>
    </>
  );
}
