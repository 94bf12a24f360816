import { Badge, Group, Text } from '@mantine/core';
import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { languages, type Language } from '../../i18n/languages.ts';
import { textAt } from '../../i18n/words.ts';
import { When } from '../../parts/when.tsx';
import { sentenceOf } from './sentence.ts';

/** One thing somebody did: the sentence, what changed, from where, when. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation();
  const count = entry.params['count'];
  const details = [
    ...entry.changes.map((change) => changeText(change)),
    ...(typeof count === 'number' && entry.noun === 'runs' ? [t('audit/count', { count })] : []),
    ...(entry.address ? [t('audit/address', { address: entry.address })] : []),
  ];

  function changeText({ field, from, to }: AuditEntry['changes'][number]): string {
    const [own = '', part] = field.split('.');
    const name = part ?? textAt(i18n, 'console', ['audit', 'fields', own]) ?? field;
    const shown = (value: typeof from) =>
      value === null || value === undefined || value === ''
        ? t('audit/nothing')
        : (wordOf(i18n, own, String(value)) ?? String(value));
    if (from === undefined && to === undefined) return t('audit/changed', { field: name });
    return t('audit/fromTo', { field: name, from: shown(from), to: shown(to) });
  }

  return (
    <li style={{ padding: '8px 0', borderBottom: '1px solid var(--line)' }}>
      <Group justify="space-between" gap="sm" align="start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {sentenceOf(i18n, entry)}
          </Text>
          {details.length > 0 && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {details.join(' · ')}
            </Text>
          )}
        </div>
        <Group gap="xs" wrap="nowrap">
          <Outcome outcome={entry.outcome} />
          <Text size="sm" c="dimmed" component="span">
            <When at={entry.at} />
          </Text>
        </Group>
      </Group>
    </li>
  );
}

/** Codes that have a word of their own: how a workflow stands, what a member may do, in which language. */
function wordOf(i18n: I18n, field: string, value: string): string | null {
  if (field === 'language') return languages[value as Language] ?? null;
  return ['status', 'role'].includes(field) ? textAt(i18n, 'console', [field, value]) : null;
}

const refusals = ['forbidden', 'unauthenticated', 'rate_limited'];

function Outcome({ outcome }: { outcome: string }) {
  const { t } = useTranslation();
  if (outcome === 'ok') return null;
  if (outcome === 'unknown') return <Badge color="gray">{t('audit/unknownBadge')}</Badge>;
  const refused = refusals.includes(outcome);
  return (
    <Badge color={refused ? 'orange' : 'red'}>
      {t(refused ? 'audit/refusedBadge' : 'audit/failedBadge')}
    </Badge>
  );
}
