import { useEffect, useRef, useState } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { AddFilter, FilterChips } from './filter-bar.tsx';
import type { Schema } from './schema.ts';
import type { View } from './view.ts';

interface Props {
  schema: Schema;
  view: View;
  change: (changes: Partial<View>) => void;
}

/** Searches, filters and lays out a list; everything goes into the address. */
export function Toolbar({ schema, view, change }: Props) {
  const { t } = useTranslation();
  const narrowed = view.q !== '' || view.filters.length > 0 || view.archived;
  return (
    <>
      <Group gap="xs" role="search" aria-label={t('records/find')}>
        <SearchInput value={view.q} onChange={(q) => change({ q })} />
        <AddFilter schema={schema} onAdd={(filter) => change({ filters: [...view.filters, filter] })} />
        <Button
          size="xs"
          variant={view.archived ? 'light' : 'default'}
          aria-pressed={view.archived}
          leftSection={<Icon name="archive" size={14} />}
          onClick={() => change({ archived: !view.archived })}
        >
          {t('records/archived')}
        </Button>
        <ColumnsMenu schema={schema} columns={view.columns} onChange={(columns) => change({ columns })} />
        {narrowed && (
          <Button size="xs" variant="subtle" onClick={() => change({ q: '', filters: [], archived: false })}>
            {t('filterBar/clear')}
          </Button>
        )}
      </Group>
      {view.filters.length > 0 && (
        <FilterChips schema={schema} filters={view.filters} onChange={(filters) => change({ filters })} />
      )}
    </>
  );
}

/** Searches as one types, shortly after the last letter. `/` comes here rather than to the search of everything. */
function SearchInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [settled] = useDebouncedValue(text, 200);
  const [sent, setSent] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  // The address changed from elsewhere: a saved view, the back button.
  if (value !== sent) {
    setSent(value);
    if (value !== settled) setText(value);
  }
  useEffect(() => {
    if (settled === text && settled !== value) onChange(settled);
  });
  useSlash(() => input.current?.focus());
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      style={{ flex: '1 1 220px', maxWidth: 420 }}
      leftSection={<Icon name="search" size={14} />}
      placeholder={t('records/search')}
      aria-label={t('records/search')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') input.current?.blur();
      }}
    />
  );
}

/** Hears `/` before the search box of the frame does. */
function useSlash(act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.isContentEditable;
      if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  });
}
