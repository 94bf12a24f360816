import { useState } from 'react';
import { MultiSelect, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, Option } from '../../../src/api/contract.ts';
import { useOptions } from '../api/queries.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';
import { listOf } from '../i18n/format.ts';
import { wordsOf } from '../i18n/words.ts';
import { asChoices, withChosen } from './choices.ts';
import { loaderParams, valueOf, type Source } from './model.ts';
import { useFormScope } from './scope.ts';
import { useFieldTexts } from './texts.ts';
import { useLocale } from '../i18n/locale.ts';

/** Choices of a field: fixed ones with our words, or the account's own. */
function useChoices(field: Field): {
  options: Option[];
  state: 'ready' | 'loading' | 'waiting';
  hint: string | null;
  problem: string | null;
} {
  const { connector, place, connectionId, fields, values } = useFormScope();
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const words = wordsOf(i18n, connector);
  const source: Source | null = field.options && 'from' in field.options ? field.options : null;
  const asked = source ? loaderParams(source, fields, values) : { params: {} };
  const live = useOptions(
    source && connectionId,
    source?.from ?? null,
    'params' in asked ? asked.params : null,
  );
  if (!source) {
    const fixed = field.options && 'values' in field.options ? field.options.values : [];
    return {
      options: fixed.map((value) => ({ value, label: words.option(place, field.key, value) })),
      state: 'ready',
      hint: null,
      problem: null,
    };
  }
  if ('missing' in asked) {
    const first = listOf(
      asked.missing.map((key) => words.label(place, key)),
      locale,
    );
    return { options: [], state: 'waiting', hint: t('form/chooseFirst', { first }), problem: null };
  }
  if (!connectionId) return { options: [], state: 'waiting', hint: t('form/connectFirst'), problem: null };
  const problem = live.error ? explainProblem(i18n, asProblem(live.error)) : null;
  return {
    options: live.data ?? [],
    state: live.isLoading || live.isPlaceholderData ? 'loading' : 'ready',
    hint: null,
    problem: problem && `${problem.title} ${problem.advice}`,
  };
}

/** One or several of a list of choices. */
export function ChoiceInput({ field }: { field: Field }) {
  const scope = useFormScope();
  const texts = useFieldTexts(field);
  const { t, i18n } = useTranslation();
  const { options, state, hint, problem } = useChoices(field);
  const [search, setSearch] = useState('');
  const value = valueOf(field, scope.values);
  const chosen = Array.isArray(value) ? value.map(String) : typeof value === 'string' && value ? [value] : [];
  const lost = (each: string) =>
    state === 'ready' && !problem ? t('form/lostOption', { value: each }) : each;
  const shared = {
    ...texts,
    error: texts.error ?? problem,
    name: field.key,
    disabled: scope.readOnly || state === 'waiting',
    data: asChoices(withChosen(options, chosen, lost)),
    searchable: options.length > 7,
    placeholder: state === 'loading' ? t('form/reading') : (hint ?? t('form/choose')),
    nothingFoundMessage: t(search ? 'form/noMatch' : 'form/noOptions'),
    onSearchChange: setSearch,
  };
  if (field.type === 'multiselect') {
    return (
      <MultiSelect
        {...shared}
        placeholder={chosen.length > 0 ? '' : shared.placeholder}
        value={chosen}
        onChange={(next) => scope.set(field.key, next)}
      />
    );
  }
  const emptied = scope.emptiedBy[field.key];
  return (
    <>
      <Select
        {...shared}
        clearable={!field.required && field.default === undefined}
        value={chosen[0] ?? null}
        onChange={(next) => scope.set(field.key, next ?? '')}
      />
      {emptied !== undefined && chosen.length === 0 && (
        <Text size="sm" role="status" mt={-12}>
          {t('form/emptied', { because: wordsOf(i18n, scope.connector).label(scope.place, emptied) })}
        </Text>
      )}
      {state === 'ready' && !problem && options.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('form/noOptions')}
        </Text>
      )}
    </>
  );
}
