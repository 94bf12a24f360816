import { useRef, useState } from 'react';
import { ActionIcon, Combobox, Group, Kbd, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useConnections, useNewestRuns, useWorkflows } from '../api/queries.ts';
import { useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { StatusMark, type Status } from '../parts/status.tsx';
import { findThings } from './find-things.ts';

/** Searches runs by business values, and workflows and connections by name. `/` leads here. */
export function SearchBox() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const go = useGo();
  const paths = usePaths();
  const wide = useMediaQuery('(min-width: 48em)');
  useHotkeys([['/', () => input.current?.focus()]]);
  const choose = (href: string) => {
    setText('');
    combobox.closeDropdown();
    input.current?.blur();
    go(href);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" width="min(420px, 94vw)" position="bottom">
      <Combobox.Target>
        <TextInput
          ref={input}
          value={text}
          placeholder={t('search/placeholder')}
          aria-label={t('search/placeholder')}
          leftSection={<Icon name="search" size={16} />}
          rightSection={
            text ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('search/clear')}
                onClick={() => setText('')}
              >
                <Icon name="cross" size={14} />
              </ActionIcon>
            ) : (
              wide && <Kbd size="xs">/</Kbd>
            )
          }
          style={{ flex: '1 1 120px', maxWidth: 420, minWidth: 0 }}
          styles={{ input: { textOverflow: 'ellipsis' } }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={() => text && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && text && combobox.getSelectedOptionIndex() < 0) {
              choose(paths.history({ q: text }));
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === ''}>
        {text.trim() !== '' && <Found text={text} />}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Found({ text }: { text: string }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const [settled] = useDebouncedValue(text.trim(), 200);
  const runs = useNewestRuns({ q: settled });
  const workflows = useWorkflows();
  const connections = useConnections();
  const found = findThings(text, {
    runs: runs.data?.items ?? [],
    workflows: workflows.data ?? [],
    connections: connections.data ?? [],
  });
  const row = (href: string, name: string, status: Status, more?: string) => (
    <Combobox.Option key={href} value={href}>
      <Group gap="xs" wrap="nowrap">
        <StatusMark status={status} bare />
        <Text truncate style={{ flex: '0 0 auto', maxWidth: '70%' }} title={name}>
          {name}
        </Text>
        {more && (
          <Text size="sm" c="dimmed" truncate ml="auto" title={more}>
            {more}
          </Text>
        )}
      </Group>
    </Combobox.Option>
  );
  return (
    <Combobox.Options aria-label={t('search/placeholder')} mah={400} style={{ overflowY: 'auto' }}>
      <Combobox.Option value={paths.history({ q: text.trim() })}>
        {t('search/inHistory', { text: text.trim() })}
      </Combobox.Option>
      {found.workflows.length > 0 && (
        <Combobox.Group label={t('nav/workflows')}>
          {found.workflows.map((each) => row(paths.workflow(each.id), each.name, each.status))}
        </Combobox.Group>
      )}
      {found.connections.length > 0 && (
        <Combobox.Group label={t('nav/connections')}>
          {found.connections.map((each) => row(paths.connection(each.id), each.name, each.status))}
        </Combobox.Group>
      )}
      {found.runs.length > 0 && (
        <Combobox.Group label={t('nav/history')}>
          {found.runs.map((each) => row(paths.run(each.id), each.title, each.status, each.workflow.name))}
        </Combobox.Group>
      )}
    </Combobox.Options>
  );
}
