import { useState } from 'react';
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldForm } from '../fields/field-form.tsx';
import { faultsUnder, isBlank } from '../fields/model.ts';
import { FiltersForm } from './filters-form.tsx';
import { rowsOf } from './filter-rows.ts';
import { changeTrigger } from './guide.ts';
import { useGuide } from './guide-scope.ts';
import { ConnectionPicker } from './step-connect.tsx';

/** Whether every event counts, or those of a folder, a template, a name, a signer; with live lists from the account. */
export function WhichEvents() {
  const { t } = useTranslation();
  const { definition, setDefinition, parts, faults, data, readOnly } = useGuide();
  const { trigger, filters } = definition;
  const fields = parts.trigger?.fields ?? [];
  const narrowed =
    fields.some((field) => field.required || !isBlank(trigger.settings[field.key])) ||
    rowsOf(filters).rows.length + rowsOf(filters).nested > 0;
  const [some, setSome] = useState(narrowed);
  const all = () => {
    setSome(false);
    const empty = Object.fromEntries(fields.map((field) => [field.key, field.default ?? '']));
    setDefinition({ ...changeTrigger(definition, { settings: empty }), filters: null });
  };
  const live = fields.some((field) => field.options && 'from' in field.options);
  return (
    <>
      <Radio.Group
        label={t('guide/which')}
        value={some || narrowed ? 'some' : 'all'}
        onChange={(value) => (value === 'all' ? all() : setSome(true))}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="all" disabled={readOnly} label={t('guide/whichAll')} />
          <Radio value="some" disabled={readOnly} label={t('guide/whichSome')} />
        </Stack>
      </Radio.Group>
      {(some || narrowed) && (
        <Stack gap="md" pl={{ base: 0, xs: 'lg' }}>
          {live && !trigger.connectionId && (
            <ConnectionPicker
              connector={trigger.connector}
              side="trigger"
              value={trigger.connectionId}
              onChange={(connectionId) => setDefinition(changeTrigger(definition, { connectionId }))}
            />
          )}
          <FieldForm
            connector={trigger.connector}
            place={['triggers', trigger.key]}
            connectionId={trigger.connectionId || null}
            fields={fields}
            values={trigger.settings}
            faults={faultsUnder(faults, ['trigger', 'settings'])}
            readOnly={readOnly}
            onChange={(settings) => setDefinition(changeTrigger(definition, { settings }))}
          />
          <FiltersForm
            filters={filters}
            data={data}
            readOnly={readOnly}
            onChange={(next) => setDefinition({ ...definition, filters: next })}
          />
        </Stack>
      )}
    </>
  );
}
