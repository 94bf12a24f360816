import { useState } from 'react';
import { Box, ScrollArea, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { folded } from '../frame/find-things.ts';
import { sampleText } from './insertion.ts';
import type { DataField } from './scope.ts';
import classes from './data-panel.module.css';

interface DataPanelProps {
  data: DataField[];
  choices: string[];
  onInsert: (path: string) => void;
  onChoose: (choice: string) => void;
}

/** Values to put in, each with a sample; searched by name, way or sample. */
export function DataPanel({ data, choices, onInsert, onChoose }: DataPanelProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const wanted = folded(search);
  const fits = (...texts: string[]) => texts.some((text) => folded(text).includes(wanted));
  const found = data.filter((field) => fits(field.label, field.path, sampleText(field.sample)));
  const foundChoices = choices.filter((choice) => fits(choice));
  return (
    <Box>
      <Box p={8}>
        <TextInput
          size="xs"
          placeholder={t('data/search')}
          aria-label={t('data/search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
      </Box>
      <ScrollArea.Autosize mah={280} type="auto" scrollbars="y">
        {foundChoices.length > 0 && (
          <>
            <Text size="xs" c="dimmed" px={12} py={4}>
              {t('data/choices')}
            </Text>
            {foundChoices.map((choice) => (
              <UnstyledButton key={choice} className={classes.row} onClick={() => onChoose(choice)}>
                {choice}
              </UnstyledButton>
            ))}
          </>
        )}
        {found.length > 0 && (
          <Text size="xs" c="dimmed" px={12} py={4}>
            {t('data/fromEvent')}
          </Text>
        )}
        {found.map((field) => (
          <UnstyledButton key={field.path} className={classes.row} onClick={() => onInsert(field.path)}>
            <Text size="sm">{field.label}</Text>
            <Text size="xs" c="dimmed" truncate title={sampleText(field.sample) || field.path}>
              {sampleText(field.sample) || field.path}
            </Text>
          </UnstyledButton>
        ))}
        {found.length + foundChoices.length === 0 && (
          <Text size="sm" c="dimmed" p={12}>
            {t('form/noMatch')}
          </Text>
        )}
      </ScrollArea.Autosize>
    </Box>
  );
}
