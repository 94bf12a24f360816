import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DataField } from '../fields/scope.ts';
import { Icon } from '../parts/icons.tsx';
import {
  listOf,
  needsValue,
  operatorsFor,
  rowsOf,
  textOf,
  valueFor,
  withRows,
  type Operator,
} from './filter-rows.ts';
import type { FilterRow, Filters } from './guide.ts';
import classes from './filters-form.module.css';

interface FiltersFormProps {
  filters: Filters | null;
  data: DataField[];
  readOnly: boolean;
  onChange: (filters: Filters | null) => void;
}

/** Rows that say which events count. Without rows all do. */
export function FiltersForm({ filters, data, readOnly, onChange }: FiltersFormProps) {
  const { t } = useTranslation();
  const { rows, nested } = rowsOf(filters);
  const add = () =>
    onChange(withRows(filters, [...rows, { path: data[0]?.path ?? '', operator: 'equals', value: '' }]));
  return (
    <Fieldset legend={t('filters/title')} p="sm">
      <Stack gap="sm">
        {rows.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('filters/none')}
          </Text>
        )}
        {rows.length + nested > 1 && (
          <SegmentedControl
            size="xs"
            w="fit-content"
            disabled={readOnly}
            aria-label={t('filters/match')}
            value={filters?.match ?? 'all'}
            onChange={(match) => onChange(withRows(filters, rows, match === 'any' ? 'any' : 'all'))}
            data={[
              { value: 'all', label: t('filters/all') },
              { value: 'any', label: t('filters/any') },
            ]}
          />
        )}
        {rows.map((row, index) => (
          <Row
            key={index}
            row={row}
            number={index + 1}
            data={data}
            readOnly={readOnly}
            onChange={(next) => onChange(withRows(filters, rows.with(index, next)))}
            onRemove={() =>
              onChange(
                withRows(
                  filters,
                  rows.filter((_, each) => each !== index),
                ),
              )
            }
          />
        ))}
        {nested > 0 && (
          <Text size="sm" c="dimmed">
            {t('filters/nested', { count: nested })}
          </Text>
        )}
        {!readOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            w="fit-content"
            leftSection={<Icon name="plus" size={14} />}
            onClick={add}
            disabled={data.length === 0}
          >
            {t('filters/add')}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}

interface RowProps {
  row: FilterRow;
  number: number;
  data: DataField[];
  readOnly: boolean;
  onChange: (row: FilterRow) => void;
  onRemove: () => void;
}

function Row({ row, number, data, readOnly, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const type = data.find((field) => field.path === row.path)?.type;
  const operators = operatorsFor(type);
  const shown = operators.includes(row.operator) ? operators : [row.operator, ...operators];
  const paths = data.some((field) => field.path === row.path)
    ? data
    : [{ path: row.path, label: row.path }, ...data];
  const withOperator = (operator: Operator): FilterRow =>
    needsValue(operator)
      ? { ...row, operator, value: valueFor(operator, row.value) }
      : { path: row.path, operator };
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" role="group" aria-label={t('filters/row', { number })}>
      <div className={classes.parts}>
        <Select
          aria-label={t('filters/value', { number })}
          searchable
          disabled={readOnly}
          data={paths.map(({ path, label }) => ({ value: path, label }))}
          value={row.path}
          onChange={(path) => onChange({ ...row, path: path ?? '' })}
        />
        <Select
          aria-label={t('filters/operator', { number })}
          disabled={readOnly}
          data={shown.map((value) => ({ value, label: t(`operators/${value}`) }))}
          value={row.operator}
          onChange={(operator) => operator && onChange(withOperator(operator))}
        />
        {row.operator === 'is_any_of' ? (
          <TagsInput
            aria-label={t('filters/compare', { number })}
            placeholder={t('filters/several')}
            disabled={readOnly}
            value={listOf(row.value)}
            onChange={(value) => onChange({ ...row, value })}
          />
        ) : (
          needsValue(row.operator) && (
            <TextInput
              aria-label={t('filters/compare', { number })}
              type={type === 'date' ? 'date' : 'text'}
              disabled={readOnly}
              value={textOf(row.value)}
              onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
            />
          )
        )}
      </div>
      {!readOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={t('filters/remove', { number })}
          onClick={onRemove}
        >
          <Icon name="cross" size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}
