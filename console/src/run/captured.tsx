import { Code, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src/api/contract.ts';
import { bytes as sizeText } from '../i18n/format.ts';
import { CopyText } from '../parts/copy.tsx';
import { JsonTree } from '../parts/json-tree.tsx';
import { useLocale } from '../i18n/locale.ts';

/** Headers, folded away as they are rarely the answer. */
export function HeaderTable({ headers }: { headers: Record<string, string> }) {
  const { t } = useTranslation();
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details style={{ marginBottom: 8 }}>
      <summary style={{ cursor: 'pointer', fontSize: 13 }}>
        {t('call/headers', { count: entries.length })}
      </summary>
      <Table withRowBorders={false} verticalSpacing={2} fz="xs" ff="monospace" layout="fixed">
        <Table.Tbody>
          {entries.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td w="35%" style={{ verticalAlign: 'top' }}>
                {name}
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

/** A body: JSON as a tree that folds, everything else as text. */
export function BodyView({ text, bytes, cut = false }: { text: string; bytes?: number; cut?: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const json = parsed(text);
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {bytes !== undefined &&
            (cut ? t('call/cut', { size: sizeText(bytes, locale) }) : sizeText(bytes, locale))}
        </Text>
        <CopyText value={text}>{t('call/copyBody')}</CopyText>
      </Group>
      {json === undefined ? (
        <Code
          block
          mah={480}
          style={{ overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          tabIndex={0}
        >
          {text}
        </Code>
      ) : (
        <JsonTree value={json} />
      )}
    </div>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
