import { useState } from 'react';
import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Property } from '../../../src/api/contract-records.ts';
import { useChange } from '../api/mutations.ts';
import { showFaults } from '../api/own.ts';
import { objectPath } from '../api/record-queries.ts';
import { folded } from '../frame/find-things.ts';
import { Icon } from '../parts/icons.tsx';
import { ProblemNote } from '../parts/states.tsx';
import type { Schema } from './schema.ts';

/** Types that people make. */
const types = ['string', 'number', 'date', 'datetime', 'bool', 'enumeration', 'phone_number'] as const;

/** The button that adds a property, and its form. */
export function NewProperty({ schema, groups }: { schema: Schema; groups: string[] }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened(true)}>
        {t('records/newProperty')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('records/newProperty')}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <PropertyForm schema={schema} groups={groups} onMade={() => setOpened(false)} />
      </Modal>
    </>
  );
}

/** `Favourite colour` as `favourite_colour`. */
const internalOf = (label: string) =>
  folded(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 100);

interface Draft {
  label: string;
  /** Empty: made from the label. */
  name: string;
  type: (typeof types)[number];
  group: string;
  options: string;
  unique: boolean;
}

function bodyOf(draft: Draft): Record<string, unknown> {
  const lines = draft.options.split('\n').map((one) => one.trim());
  const options = [...new Set(lines.filter(Boolean))].map((label) => ({
    value: internalOf(label) || label,
    label,
  }));
  return {
    label: draft.label.trim(),
    name: draft.name.trim() || internalOf(draft.label),
    type: draft.type,
    group: draft.group,
    ...(draft.type === 'enumeration' && { options }),
    ...(draft.unique && { unique: true }),
  };
}

function PropertyForm({ schema, groups, onMade }: { schema: Schema; groups: string[]; onMade: () => void }) {
  const { t } = useTranslation();
  const initialValues: Draft = {
    ...{ label: '', name: '', type: 'string', group: groups[0] ?? '', options: '', unique: false },
  };
  const form = useForm({
    initialValues,
    validate: {
      label: (label) => (label.trim() ? null : t('form/required')),
      name: (name, { label }) =>
        /^[a-z][a-z0-9_]*$/.test(name.trim() || internalOf(label)) ? null : t('records/internalWrong'),
      options: (options, { type }) => (type === 'enumeration' && !options.trim() ? t('form/required') : null),
    },
  });
  const add = useChange<Draft, Property>(
    (api, draft) => api.post(`${objectPath(schema.place)}/properties`, bodyOf(draft)),
    { quiet: true, done: ({ label }) => t('records/propertyMade', { name: label }), then: onMade },
  );
  const submit = (draft: Draft) =>
    add.mutate(draft, { onError: (error) => void showFaults(error, form, ['name', 'label', 'options'], t) });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="sm">
        {add.error && <ProblemNote error={add.error} />}
        <TextInput
          label={t('records/label')}
          data-autofocus
          maxLength={200}
          {...form.getInputProps('label')}
        />
        <TextInput
          label={t('records/internal')}
          maxLength={100}
          placeholder={internalOf(form.values.label)}
          {...form.getInputProps('name')}
        />
        <NativeSelect
          label={t('records/type')}
          data={types.map((value) => ({ value, label: t(`records/types/${value}`) }))}
          {...form.getInputProps('type')}
        />
        {form.values.type === 'enumeration' && (
          <Textarea
            label={t('records/options')}
            description={t('records/optionsHelp')}
            autosize
            minRows={3}
            {...form.getInputProps('options')}
          />
        )}
        <NativeSelect
          label={t('records/group')}
          data={groups.map((value) => ({ value, label: schema.words.group(value) }))}
          {...form.getInputProps('group')}
        />
        {['string', 'number', 'phone_number'].includes(form.values.type) && (
          <Checkbox
            label={t('records/uniqueLabel')}
            {...form.getInputProps('unique', { type: 'checkbox' })}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('records/newProperty')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
