import { useState } from 'react';
import { Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '../../../src/api/contract-records.ts';
import { useFoundRecords, type Place } from '../api/record-queries.ts';
import { Icon } from '../parts/icons.tsx';
import { ProblemNote } from '../parts/states.tsx';
import classes from './record-picker.module.css';

interface Props {
  place: Place;
  /** What the input asks for. */
  label: string;
  /** Records that cannot be chosen. */
  without: string[];
  /** What tells two of one name apart. */
  beside?: (record: CrmRecord) => string;
  onPick: (record: CrmRecord) => void;
}

/** Finds a record as one types; arrows go through what was found. */
export function RecordPicker({ place, label, without, beside, onPick }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const found = useFoundRecords(place, settled);
  const items = found.data?.items.filter((one) => !without.includes(one.id)) ?? [];
  const move = (event: React.KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
    const next = stops[stops.indexOf(document.activeElement as HTMLElement) + by];
    event.preventDefault();
    next?.focus();
  };
  return (
    <Stack gap="xs" onKeyDown={move}>
      <TextInput
        size="sm"
        type="search"
        data-autofocus
        leftSection={<Icon name="search" size={14} />}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = items;
          if (event.key === 'Enter' && first && settled === text) {
            event.preventDefault();
            onPick(first);
          }
        }}
      />
      {found.error && <ProblemNote error={found.error} />}
      <div className={classes.list} aria-busy={found.isFetching}>
        {items.map((record) => (
          <UnstyledButton key={record.id} className={classes.item} onClick={() => onPick(record)}>
            <span>{record.title}</span>
            {beside && <span className={classes.beside}>{beside(record)}</span>}
          </UnstyledButton>
        ))}
        {found.isSuccess && items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('form/noMatch')}
          </Text>
        )}
      </div>
    </Stack>
  );
}
