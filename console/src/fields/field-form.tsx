import { useState } from 'react';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldInput } from './field-input.tsx';
import { changeField, foldFields, isBlank, shownFields } from './model.ts';
import classes from './field-form.module.css';
import { FormScopeContext, type FormScope } from './scope.ts';

interface FieldFormProps extends Omit<
  FormScope,
  'set' | 'emptiedBy' | 'data' | 'rendered' | 'readOnly' | 'faults'
> {
  onChange: (values: FormScope['values']) => void;
  faults?: FormScope['faults'];
  data?: FormScope['data'];
  rendered?: FormScope['rendered'];
  readOnly?: boolean;
  /** The part of the fields drawn here; all of them when left out. */
  only?: FormScope['fields'];
  /** Puts optional fields nobody filled behind a fold. */
  fold?: boolean;
}

/** Draws inputs from field data: fixed and live choices, templates, mappings. */
export function FieldForm({
  onChange,
  only,
  fold = false,
  faults = {},
  data = [],
  rendered = null,
  readOnly = false,
  ...rest
}: FieldFormProps) {
  const [emptiedBy, setEmptiedBy] = useState<Record<string, string>>({});
  const scope: FormScope = {
    ...rest,
    faults,
    data,
    rendered,
    readOnly,
    emptiedBy,
    set: (key, value) => {
      const next = changeField(rest.fields, rest.values, key, value);
      const emptied = rest.fields.filter(
        (field) => !isBlank(rest.values[field.key]) && isBlank(next[field.key]),
      );
      const kept = Object.entries(emptiedBy).filter(([other]) => other !== key && isBlank(next[other]));
      const now = emptied.filter((field) => field.key !== key).map((field) => [field.key, key]);
      setEmptiedBy(Object.fromEntries([...kept, ...now]) as Record<string, string>);
      onChange(next);
    },
  };
  // What was filled when the form opened stays in the open, so that nothing moves while somebody types.
  const [opened] = useState(rest.values);
  const shown = shownFields(rest.fields, rest.values).filter((field) => !only || only.includes(field));
  const { t } = useTranslation();
  const { plain, extra } = fold ? foldFields(shown, opened, faults) : { plain: shown, extra: [] };
  return (
    <FormScopeContext value={scope}>
      <Stack gap="md">
        {plain.map((field) => (
          <FieldInput key={field.key} field={field} />
        ))}
        {extra.length > 0 && (
          <details className={classes.more}>
            <summary>{t('form/more', { count: extra.length })}</summary>
            <Stack gap="md" mt="md">
              {extra.map((field) => (
                <FieldInput key={field.key} field={field} />
              ))}
            </Stack>
          </details>
        )}
      </Stack>
    </FormScopeContext>
  );
}
