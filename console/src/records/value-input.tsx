import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Property } from '../../../src/api/contract-records.ts';
import { useTimeZone } from '../i18n/locale.ts';
import { fromClock, toClock } from './entered.ts';
import type { Schema } from './schema.ts';

interface Props {
  schema: Schema;
  property: Property;
  /** The text of the value; empty for none. */
  value: string;
  onChange: (value: string) => void;
  /** Other values of the record, where choices depend on them. */
  values?: Record<string, string>;
  /** Seen above the input; else only heard. */
  label?: string;
  error?: string | null;
  required?: boolean;
  autoFocus?: boolean;
  size?: 'xs' | 'sm';
  /** Several lines for long texts. */
  tall?: boolean;
}

/** Whether a value is chosen rather than written. */
export const isChosen = ({ type }: Pick<Property, 'type'>) => type === 'enumeration' || type === 'bool';

/** Whether Enter is a new line in it. */
export const isLong = ({ fieldType }: Pick<Property, 'fieldType'>) =>
  fieldType === 'textarea' || fieldType === 'html';

/** Enters a value in the way of its property: choices, days, numbers, texts. */
export function ValueInput(props: Props) {
  const {
    schema,
    property,
    value,
    onChange,
    label,
    error,
    required,
    autoFocus,
    size = 'sm',
    tall = true,
  } = props;
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const common = {
    size,
    error,
    ...(label ? { label, required: required ?? false } : { 'aria-label': schema.words.label(property) }),
    ...(autoFocus && { 'data-autofocus': true, autoFocus: true }),
  };
  if (property.type === 'enumeration' && property.fieldType === 'checkbox') return <Several {...props} />;
  if (isChosen(property)) {
    const choices =
      property.type === 'bool'
        ? [
            { value: 'true', label: t('form/yes') },
            { value: 'false', label: t('form/no') },
          ]
        : schema.choices(property, props.values);
    const lost = value !== '' && !choices.some((one) => one.value === value);
    return (
      <NativeSelect
        {...common}
        data={[
          { value: '', label: '–' },
          ...choices,
          ...(lost ? [{ value, label: schema.show(property, value) }] : []),
        ]}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (isLong(property) && tall) {
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={12}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const clock = property.type === 'datetime';
  const types = { date: 'date', datetime: 'datetime-local' } as const;
  return (
    <TextInput
      {...common}
      type={property.type === 'date' || clock ? types[property.type as 'date' | 'datetime'] : 'text'}
      inputMode={property.type === 'number' ? 'decimal' : property.format === 'email' ? 'email' : 'text'}
      autoComplete="off"
      value={clock ? toClock(value, timeZone) : property.type === 'date' ? value.slice(0, 10) : value}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(clock ? fromClock(text, timeZone) : text);
      }}
    />
  );
}

/** Some of several options. */
function Several({ schema, property, value, onChange, label, error, values, size = 'sm' }: Props) {
  return (
    <Checkbox.Group
      value={value.split(';').filter(Boolean)}
      onChange={(chosen) => onChange(chosen.join(';'))}
      error={error}
      {...(label ? { label } : { 'aria-label': schema.words.label(property) })}
    >
      <Stack gap={4} mt={4}>
        {schema.choices(property, values).map((choice) => (
          <Checkbox key={choice.value} size={size} value={choice.value} label={choice.label} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
