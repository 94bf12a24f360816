import { useState } from 'react';
import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Go, useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { useOwnStore } from './own-store.ts';
import type { Schema } from './schema.ts';
import classes from './records.module.css';

/** A way to look at a list, by name. */
interface SavedView {
  name: string;
  /** The query of its address. */
  query: Record<string, string>;
}

const none: SavedView[] = [];
const sameQuery = (one: Record<string, string>, other: Record<string, string>) =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** Views that somebody saved in this browser, beside the list of everything. */
export function SavedViews({ schema: { place } }: { schema: Schema }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const [address] = useAddress();
  const [views, keep] = useOwnStore(`views.${place.crm}.${place.object}`, none);
  const here = views.find(({ query }) => sameQuery(query, address));
  const everything = Object.keys(address).length === 0;
  if (views.length === 0 && everything) return null;
  const save = (name: string) =>
    keep([...views.filter((one) => one.name !== name), { name, query: address }]);
  return (
    <nav className={classes.views} aria-label={t('records/views')}>
      <Go
        href={paths.recordsOf(place.crm, place.object)}
        className={classes.view}
        {...(everything && { 'aria-current': 'page' as const })}
      >
        {t('records/everything')}
      </Go>
      {views.map((view) => (
        <Go
          key={view.name}
          href={paths.recordsOf(place.crm, place.object, view.query)}
          className={classes.view}
          {...(view === here && { 'aria-current': 'page' as const })}
        >
          {view.name}
        </Go>
      ))}
      {here && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('records/removeView', { name: here.name })}
          title={t('records/removeView', { name: here.name })}
          onClick={() => keep(views.filter((one) => one !== here))}
        >
          <Icon name="trash" size={14} />
        </ActionIcon>
      )}
      {!here && !everything && <SaveView onSave={save} />}
    </nav>
  );
}

function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus shadow="md" position="bottom-start">
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpened((was) => !was)}>
          {t('records/saveView')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!name.trim()) return;
            onSave(name.trim());
            setOpened(false);
            setName('');
          }}
        >
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              size="xs"
              data-autofocus
              maxLength={60}
              label={t('records/viewName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button size="xs" type="submit" disabled={!name.trim()}>
              {t('actions/save')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
