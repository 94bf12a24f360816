import { useRef, useState } from 'react';
import { ActionIcon, Popover, Text, Textarea, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src/api/contract.ts';
import { Icon } from '../parts/icons.tsx';
import { DataPanel } from './data-panel.tsx';
import { asksForValue, insertValue, sampleText } from './insertion.ts';
import { useFormScope } from './scope.ts';

interface TemplateInputProps {
  label?: string;
  'aria-label'?: string;
  description?: string | null;
  error?: string | null;
  required?: boolean;
  name: string;
  value: string;
  onChange: (value: string) => void;
  /** What it gives for the previewed event. */
  rendered?: Json | undefined;
  /** Fixed values the target takes, offered beside the data. */
  choices?: string[];
}

/** Text with values from the event put in. The panel opens by its button or by typing two braces. */
export function TemplateInput({ value, onChange, rendered, choices = [], ...texts }: TemplateInputProps) {
  const { t } = useTranslation();
  const { data, readOnly } = useFormScope();
  const [opened, setOpened] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const offered = data.length > 0 || choices.length > 0;
  const close = () => {
    setOpened(false);
    area.current?.focus();
  };
  const write = (text: string, caret: number) => {
    onChange(text);
    close();
    // The caret moves once React has written the text.
    requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
  };
  const insert = (path: string) => {
    const { selectionStart, selectionEnd } = area.current ?? {
      selectionStart: value.length,
      selectionEnd: value.length,
    };
    const next = insertValue(value, selectionStart, selectionEnd, path);
    write(next.text, next.caret);
  };
  return (
    <div>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        width={320}
        shadow="md"
        trapFocus
        returnFocus={false}
        withinPortal
        withRoles={false}
      >
        <Popover.Target>
          <div>
            <Textarea
              {...texts}
              ref={area}
              disabled={readOnly}
              autosize
              minRows={1}
              maxRows={8}
              value={value}
              onChange={(event) => {
                const { value: text, selectionStart } = event.currentTarget;
                onChange(text);
                if (offered && asksForValue(text, selectionStart)) setOpened(true);
              }}
              rightSection={
                offered && !readOnly ? (
                  <Tooltip label={t('data/insert')}>
                    <ActionIcon
                      variant="subtle"
                      aria-label={t('data/insertInto', { field: texts['aria-label'] ?? texts.label })}
                      aria-expanded={opened}
                      onClick={() => setOpened((before) => !before)}
                    >
                      <Icon name="insert" size={16} />
                    </ActionIcon>
                  </Tooltip>
                ) : null
              }
            />
          </div>
        </Popover.Target>
        <Popover.Dropdown p={0} onKeyDown={(event) => event.key === 'Escape' && close()}>
          <DataPanel
            data={data}
            choices={choices}
            onInsert={insert}
            onChoose={(choice) => write(choice, choice.length)}
          />
        </Popover.Dropdown>
      </Popover>
      <Rendered value={value} rendered={rendered} />
    </div>
  );
}

/** What a template gives for the event in the preview. */
function Rendered({ value, rendered }: { value: string; rendered: Json | undefined }) {
  const { t } = useTranslation();
  if (!value.includes('{{') || rendered === undefined) return null;
  const text = sampleText(rendered, 200);
  return (
    <Text size="sm" c="dimmed" mt={4} data-rendered>
      → {text === '' ? t('data/blank') : text}
    </Text>
  );
}
