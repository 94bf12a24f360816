import { useState } from 'react';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldInput } from './field-input.tsx';
import { changeField, foldFields, shownFields } from './model.ts';
import classes from './field-form.module.css';
import { FormScopeContext, type FormScope } from './scope.ts';

interface FieldFormProps extends Omit<FormScope, 'set' | 'data' | 'rendered' | 'readOnly' | 'faults'> {
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
  const scope: FormScope = {
    ...rest,
    faults,
    data,
    rendered,
    readOnly,
    set: (key, value) => onChange(changeField(rest.fields, rest.values, key, value)),
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
