import { useState } from 'react';
import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { folded } from '../frame/find-things.ts';
import { Icon } from '../parts/icons.tsx';
import type { Schema } from './schema.ts';
import { offered, usualColumns } from './view.ts';
import classes from './columns-menu.module.css';

interface Props {
  schema: Schema;
  columns: string[];
  onChange: (columns: string[]) => void;
}

/** Which properties a list shows, and in which order. Kept for the reader, and in the address. */
export function ColumnsMenu({ schema, columns, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus width={320}>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="columns" size={14} />}>
          {t('records/columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Columns schema={schema} columns={columns} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Columns({ schema, columns, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { words, byName } = schema;
  const chosen = columns.flatMap((name) => byName.get(name) ?? []);
  const wanted = folded(text);
  const others = offered(schema.properties).filter(
    (one) => !columns.includes(one.name) && folded(words.label(one)).includes(wanted),
  );
  const move = (index: number, by: number) => {
    const next = [...columns];
    next.splice(index + by, 0, ...next.splice(index, 1));
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <TextInput
        size="xs"
        type="search"
        data-autofocus
        aria-label={t('records/findProperty')}
        placeholder={t('records/findProperty')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.list}>
        {chosen.map((property, index) => (
          <Group key={property.name} gap={2} wrap="nowrap" justify="space-between">
            <Checkbox
              size="xs"
              checked
              disabled={columns.length === 1}
              label={words.label(property)}
              onChange={() => onChange(columns.filter((name) => name !== property.name))}
            />
            <Group gap={0} wrap="nowrap">
              {([-1, 1] as const).map((by) => (
                <ActionIcon
                  key={by}
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={index + by < 0 || index + by >= columns.length}
                  aria-label={t(by < 0 ? 'records/earlier' : 'records/later', {
                    property: words.label(property),
                  })}
                  onClick={() => move(index, by)}
                >
                  <Icon name={by < 0 ? 'up' : 'down'} size={12} />
                </ActionIcon>
              ))}
            </Group>
          </Group>
        ))}
        <hr className={classes.line} />
        {others.map((property) => (
          <Checkbox
            key={property.name}
            size="xs"
            checked={false}
            label={words.label(property)}
            onChange={() => onChange([...columns, property.name])}
          />
        ))}
        {others.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('form/noMatch')}
          </Text>
        )}
      </div>
      <Button size="xs" variant="default" onClick={() => onChange(usualColumns(schema))}>
        {t('records/usualColumns')}
      </Button>
    </Stack>
  );
}
