import { Stack } from '@mantine/core';
import { FieldInput } from './field-input.tsx';
import { changeField, shownFields } from './model.ts';
import { FormScopeContext, type FormScope } from './scope.ts';

interface FieldFormProps extends Omit<FormScope, 'set' | 'data' | 'rendered' | 'readOnly' | 'faults'> {
  onChange: (values: FormScope['values']) => void;
  faults?: FormScope['faults'];
  data?: FormScope['data'];
  rendered?: FormScope['rendered'];
  readOnly?: boolean;
  /** The part of the fields drawn here; all of them when left out. */
  only?: FormScope['fields'];
}

/** Draws inputs from field data: fixed and live choices, templates, mappings. */
export function FieldForm({ onChange, only, faults = {}, data = [], rendered = null, readOnly = false, ...rest }: FieldFormProps) {
  const scope: FormScope = {
    ...rest,
    faults,
    data,
    rendered,
    readOnly,
    set: (key, value) => onChange(changeField(rest.fields, rest.values, key, value)),
  };
  const shown = shownFields(rest.fields, rest.values).filter((field) => !only || only.includes(field));
  return (
    <FormScopeContext value={scope}>
      <Stack gap="md">
        {shown.map((field) => (
          <FieldInput key={field.key} field={field} />
        ))}
      </Stack>
    </FormScopeContext>
  );
}
