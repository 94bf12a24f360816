import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, Option } from '../../../src/api/contract.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';
import { useTargets } from '../api/queries.ts';
import { Icon } from '../parts/icons.tsx';
import { asChoices, withChosen } from './choices.ts';
import { loaderParams, valueOf } from './model.ts';
import { doubledTargets, readRows, type Row } from './rows.ts';
import { useFormScope } from './scope.ts';
import { TemplateInput } from './template-input.tsx';
import { useFieldTexts } from './texts.ts';
import classes from './mapping-input.module.css';

/** Rows that say what fills which field of the other tool. */
export function MappingInput({ field }: { field: Field }) {
  const scope = useFormScope();
  const { t, i18n } = useTranslation();
  const texts = useFieldTexts(field);
  const asked = field.targets ? loaderParams(field.targets, scope.fields, scope.values) : { missing: [] };
  const targets = useTargets(
    scope.connector,
    scope.connectionId,
    field.targets?.from ?? null,
    'params' in asked ? asked.params : null,
  );
  const rows = readRows(valueOf(field, scope.values));
  const rendered = readRows(scope.rendered?.[field.key]);
  const write = (next: Row[]) => scope.set(field.key, next);
  const doubled = doubledTargets(rows);
  const problem = targets.error ? explainProblem(i18n, asProblem(targets.error)).title : null;
  const waiting = !('params' in asked) || !scope.connectionId;
  return (
    <Fieldset legend={texts.label} p="sm">
      {texts.description && (
        <Text size="sm" c="dimmed" mb="sm">
          {texts.description}
        </Text>
      )}
      <Stack gap="sm">
        {rows.map((row, index) => (
          <MappingRow
            key={index}
            row={row}
            index={index}
            options={targets.options}
            rendered={rendered.find((each) => each.target === row.target)}
            fault={doubled.includes(row.target) ? t('mapping/doubled') : null}
            onChange={(next) => write(rows.with(index, next))}
            onRemove={() => write(rows.filter((_, each) => each !== index))}
          />
        ))}
        {(texts.error ?? problem) && (
          <Text size="sm" c="var(--bad)" role="alert">
            {texts.error ?? problem}
          </Text>
        )}
        {waiting && (
          <Text size="sm" c="dimmed">
            {t('form/connectFirst')}
          </Text>
        )}
        {!scope.readOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            w="fit-content"
            leftSection={<Icon name="plus" size={14} />}
            disabled={waiting}
            onClick={() => write([...rows, { target: '', value: '' }])}
          >
            {t('mapping/add')}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}

interface MappingRowProps {
  row: Row;
  index: number;
  options: Option[];
  rendered: Row | undefined;
  fault: string | null;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

function MappingRow({ row, index, options, rendered, fault, onChange, onRemove }: MappingRowProps) {
  const { t } = useTranslation();
  const { readOnly } = useFormScope();
  const option = options.find((each) => each.value === row.target);
  const number = index + 1;
  return (
    <Group
      className={classes.row}
      gap="xs"
      align="flex-start"
      wrap="nowrap"
      role="group"
      aria-label={t('mapping/row', { number })}
    >
      <div className={classes.parts}>
        <Select
          aria-label={t('mapping/target', { number })}
          placeholder={t('mapping/chooseTarget')}
          searchable
          disabled={readOnly}
          error={fault}
          data={asChoices(withChosen(options, [row.target], (value) => t('form/lostOption', { value })))}
          value={row.target || null}
          onChange={(target) => onChange({ ...row, target: target ?? '' })}
        />
        <span className={classes.arrow} aria-hidden="true">
          ←
        </span>
        <TemplateInput
          name={`row-${number}`}
          aria-label={t('mapping/value', { number })}
          value={row.value}
          rendered={rendered?.value}
          choices={option?.choices ?? []}
          onChange={(value) => onChange({ ...row, value })}
        />
      </div>
      {!readOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={t('mapping/remove', { number })}
          onClick={onRemove}
        >
          <Icon name="cross" size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}
