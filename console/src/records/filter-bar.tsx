import { useState } from 'react';
import { Button, Group, NativeSelect, Popover, Select, Stack, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Filter, FilterOperator, Property } from '../../../src/api/contract-records.ts';
import { useLocale } from '../i18n/locale.ts';
import { Icon } from '../parts/icons.tsx';
import { isWhole, needsOf, operatorsOf } from './filters.ts';
import { readEntered } from './entered.ts';
import type { Schema } from './schema.ts';
import { ValueInput } from './value-input.tsx';
import { offered } from './view.ts';
import classes from './filter-bar.module.css';

/** The button that adds a condition. */
export function AddFilter({ schema, onAdd }: { schema: Schema; onAdd: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus width={320}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="filter" size={14} />}
          onClick={() => setOpened((was) => !was)}
        >
          {t('records/filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterForm
          schema={schema}
          onDone={(filter) => {
            setOpened(false);
            onAdd(filter);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ChipsProps {
  schema: Schema;
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
}

/** The conditions of a list: each can be changed and taken away. */
export function FilterChips({ schema, filters, onChange }: ChipsProps) {
  return (
    <Group gap={6}>
      {filters.map((filter, index) => (
        <Chip
          key={index}
          schema={schema}
          filter={filter}
          onChange={(next) => onChange(filters.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(filters.filter((_, at) => at !== index))}
        />
      ))}
    </Group>
  );
}

interface ChipProps {
  schema: Schema;
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function Chip({ schema, filter, onChange, onRemove }: ChipProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const text = useFilterText(schema, filter);
  return (
    <span className={classes.chip}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus width={320}>
        <Popover.Target>
          <UnstyledButton className={classes.text} onClick={() => setOpened((was) => !was)}>
            {text}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            schema={schema}
            filter={filter}
            onDone={(next) => {
              setOpened(false);
              onChange(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <UnstyledButton
        className={classes.remove}
        aria-label={t('records/removeFilter', { filter: text })}
        onClick={onRemove}
      >
        <Icon name="cross" size={12} />
      </UnstyledButton>
    </span>
  );
}

/** "City is Oslo". */
function useFilterText(
  schema: Schema,
  { property: name, operator, value, highValue, values }: Filter,
): string {
  const { t } = useTranslation();
  const locale = useLocale();
  const property = schema.byName.get(name);
  if (!property) return name;
  const show = (one: string) => schema.show(property, one) || one;
  const several = new Intl.ListFormat(locale, { type: 'disjunction' }).format((values ?? []).map(show));
  return t(`records/says/${operator}`, {
    property: schema.words.label(property),
    value: needsOf(operator) === 'several' ? several : show(value ?? ''),
    high: show(highValue ?? ''),
  });
}

interface FormProps {
  schema: Schema;
  filter?: Filter;
  onDone: (filter: Filter) => void;
}

/** Property, operator, value; each in the way of the one before. */
function FilterForm({ schema, filter, onDone }: FormProps) {
  const { t } = useTranslation();
  const properties = offered(schema.properties);
  const [draft, setDraft] = useState<Filter | null>(filter ?? null);
  const property = draft ? schema.byName.get(draft.property) : undefined;
  const pick = (name: string | null) => {
    const next = name === null ? undefined : schema.byName.get(name);
    if (next) setDraft({ property: next.name, operator: operatorsOf(next)[0] ?? 'HAS_PROPERTY' });
  };
  const ready = draft && property && readFilter(property, draft);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // It stands in the page's own form nowhere, but a portal's events rise through React.
        event.stopPropagation();
        if (ready) onDone(ready);
      }}
    >
      <Stack gap="xs">
        <Select
          size="sm"
          searchable
          aria-label={t('records/property')}
          placeholder={t('records/property')}
          data={properties.map((one) => ({ value: one.name, label: schema.words.label(one) }))}
          value={draft?.property ?? null}
          onChange={pick}
          nothingFoundMessage={t('form/noMatch')}
          comboboxProps={{ withinPortal: false }}
          {...(!filter && { 'data-autofocus': true })}
        />
        {draft && property && (
          <NativeSelect
            size="sm"
            aria-label={t('records/operator')}
            data={operatorsOf(property).map((value) => ({ value, label: t(`records/operators/${value}`) }))}
            value={draft.operator}
            onChange={(event) => {
              const operator = event.currentTarget.value as FilterOperator;
              const same = needsOf(operator) === needsOf(draft.operator);
              setDraft(same ? { ...draft, operator } : { property: draft.property, operator });
            }}
          />
        )}
        {draft && property && (
          <Values schema={schema} property={property} draft={draft} onChange={setDraft} />
        )}
        <Button type="submit" size="xs" disabled={!ready}>
          {t('records/apply')}
        </Button>
      </Stack>
    </form>
  );
}

interface ValuesProps {
  schema: Schema;
  property: Property;
  draft: Filter;
  onChange: (filter: Filter) => void;
}

function Values({ schema, property, draft, onChange }: ValuesProps) {
  const need = needsOf(draft.operator);
  // What a long text is looked for by is short.
  const input = { schema, property, size: 'sm', tall: false } as const;
  if (need === 'none') return null;
  if (need === 'several') {
    return (
      <div className={classes.several}>
        <ValueInput
          {...input}
          property={{ ...property, type: 'enumeration', fieldType: 'checkbox' }}
          value={(draft.values ?? []).join(';')}
          onChange={(text) => onChange({ ...draft, values: text.split(';').filter(Boolean) })}
        />
      </div>
    );
  }
  return (
    <>
      <ValueInput {...input} value={draft.value ?? ''} onChange={(value) => onChange({ ...draft, value })} />
      {need === 'two' && (
        <ValueInput
          {...input}
          value={draft.highValue ?? ''}
          onChange={(highValue) => onChange({ ...draft, highValue })}
        />
      )}
    </>
  );
}

/** A filter as the hub takes it; null while something is missing or is no value of the property. */
function readFilter(property: Property, draft: Filter): Filter | null {
  if (!isWhole(draft)) return null;
  // Part of an address is searched for too.
  const kind = { type: property.type, format: null };
  const read = (text: string | undefined) => (text === undefined ? undefined : readEntered(kind, text));
  const [value, highValue] = [read(draft.value), read(draft.highValue)];
  if ((value && 'fault' in value) || (highValue && 'fault' in highValue)) return null;
  return {
    property: draft.property,
    operator: draft.operator,
    ...(value?.value && { value: value.value }),
    ...(highValue?.value && { highValue: highValue.value }),
    ...(draft.values && { values: draft.values }),
  };
}
