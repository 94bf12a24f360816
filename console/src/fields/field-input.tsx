import { NumberInput, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, Json } from '../../../src/api/contract.ts';
import { ChoiceInput } from './choice-input.tsx';
import { MappingInput } from './mapping-input.tsx';
import { valueOf } from './model.ts';
import { useFormScope } from './scope.ts';
import { TemplateInput } from './template-input.tsx';
import { useFieldTexts } from './texts.ts';

/** The input a field's type asks for. */
export function FieldInput({ field }: { field: Field }) {
  const scope = useFormScope();
  const texts = useFieldTexts(field);
  const { t } = useTranslation();
  const value = valueOf(field, scope.values);
  const text =
    typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const set = (next: Json) => scope.set(field.key, next);
  const shared = { ...texts, disabled: scope.readOnly, name: field.key };
  // Where data is at hand every text may take values from it, whatever it is called.
  const written = ['text', 'longtext', 'url'].includes(field.type) && scope.data.length > 0;
  switch (written ? 'template' : field.type) {
    case 'select':
    case 'multiselect':
      return <ChoiceInput field={field} />;
    case 'template':
      return (
        <TemplateInput
          {...texts}
          name={field.key}
          value={text}
          onChange={set}
          rendered={scope.rendered?.[field.key]}
        />
      );
    case 'mapping':
      return <MappingInput field={field} />;
    case 'boolean':
      return (
        <Switch
          label={texts.label}
          description={texts.description}
          error={texts.error}
          disabled={scope.readOnly}
          name={field.key}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => set(typeof next === 'number' ? next : null)}
        />
      );
    case 'date':
      return (
        <TextInput
          {...shared}
          type="date"
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...shared}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('form/showSecret') }}
        />
      );
    case 'longtext':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'text':
    case 'url':
      return (
        <TextInput
          {...shared}
          type={field.type === 'url' ? 'url' : 'text'}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}
