import { useState } from 'react';
import { Anchor, Box, Group, List, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Json, RehearsedDocument, RehearsedRecord } from '../../../src/api/contract.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { Icon } from '../parts/icons.tsx';
import { When } from '../parts/when.tsx';
import { useGuide } from './guide-scope.ts';
import classes from './rehearsal.module.css';

type Step = RehearsedDocument['steps'][number];

/** One document: what would become of it in a line, and on request field by field. */
export function RehearsedRow({ document }: { document: RehearsedDocument }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const why = useWhy(document);
  return (
    <li className={classes.item}>
      <UnstyledButton
        className={classes.row}
        aria-expanded={open}
        disabled={document.steps.length === 0}
        onClick={() => setOpen(!open)}
      >
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <span className={classes.dot} data-verdict={document.verdict} aria-hidden="true" />
          <Box style={{ flex: 1, minWidth: 0 }}>
            <Group justify="space-between" gap="xs" align="baseline">
              <Text size="sm" fw={500} style={{ minWidth: 0 }} lineClamp={2} title={document.title}>
                {document.title}
              </Text>
              {document.occurredAt && (
                <Text size="xs" c="dimmed" component="span">
                  <When at={document.occurredAt} />
                </Text>
              )}
            </Group>
            <Text size="sm" c="dimmed" lineClamp={2} title={why}>
              {why}
            </Text>
          </Box>
          {document.steps.length > 0 && (
            <Box style={{ rotate: open ? '90deg' : '0deg' }}>
              <Icon name="right" size={14} />
            </Box>
          )}
        </Group>
      </UnstyledButton>
      {open && (
        <Stack
          gap="sm"
          pl={30}
          pb="sm"
          pr="xs"
          role="group"
          aria-label={t('rehearsal/details', { title: document.title })}
        >
          {document.steps.map((step) => (
            <StepDetail key={step.id} step={step} />
          ))}
        </Stack>
      )}
    </li>
  );
}

/** What would happen to a document, and why, in one line. */
function useWhy(document: RehearsedDocument): string {
  const { t, i18n } = useTranslation();
  const { data } = useGuide();
  const { verdict, reason } = document;
  if (verdict === 'filtered') {
    if (reason?.code !== 'filtered') return t('rehearsal/filtered_by_settings');
    const { path, operator, value } = reason.params as { path?: string; operator?: string; value?: Json };
    const label = data.find((field) => field.path === path)?.label ?? path ?? '';
    const condition = [label, operator && t(`operators/${operator}`), textOf(value)]
      .filter(Boolean)
      .join(' ');
    return t('rehearsal/filtered', { condition });
  }
  const step = document.steps.find(({ would }) => would === verdict) ?? document.steps[0];
  if (!step) return t(`rehearsal/would/${verdict}`, { object: '', title: '' });
  if ((verdict === 'ask' || verdict === 'cannot') && step.reason) {
    return t(`rehearsal/would/${verdict}`, { reason: reasonText(i18n, step.reason, step.connector) });
  }
  const words = wordsOf(i18n, step.connector);
  const record = step.records[0];
  const known = record && {
    object: words.object(record.object),
    title: record.existing?.title ?? record.title,
  };
  if (verdict === 'run' || !known) return t('rehearsal/would/run', { action: words.action(step.action) });
  if (verdict === 'update' && record.would === 'nothing') return t('rehearsal/would/beside', known);
  return t(`rehearsal/would/${verdict}`, known);
}

function StepDetail({ step }: { step: Step }) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, step.connector);
  return (
    <Stack gap="xs">
      {step.records.map((record, index) => (
        <RecordDetail key={index} connector={step.connector} record={record} />
      ))}
      {step.candidates.length > 0 && (
        <List size="sm" aria-label={t('rehearsal/candidates')}>
          {step.candidates.map(({ id, title, url }) => (
            <List.Item key={id}>{url ? <Away href={url}>{title}</Away> : title}</List.Item>
          ))}
        </List>
      )}
      {step.reason && (
        <Text size="sm" {...(step.would === 'cannot' && { c: 'var(--bad)' })}>
          {reasonText(i18n, step.reason, step.connector)}
          {step.reason.message && step.would === 'cannot' && ` ${step.reason.message}`}
        </Text>
      )}
      {step.notes.map(({ code, params }, index) => (
        <Text key={index} size="sm" c="dimmed">
          {words.note(code, params)}
        </Text>
      ))}
    </Stack>
  );
}

function RecordDetail({ connector, record }: { connector: string; record: RehearsedRecord }) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, connector);
  const { existing, changes, would } = record;
  const named = { object: words.object(record.object), title: existing?.title ?? record.title };
  return (
    <div>
      <Text size="sm" fw={500} mb={2}>
        {t(`rehearsal/record/${would}`, named)}{' '}
        {existing?.url && <Away href={existing.url}>{t('run/openThere')}</Away>}
      </Text>
      {changes.length > 0 && (
        <table className={classes.changes}>
          <thead>
            <tr>
              <th scope="col">{t('rehearsal/field')}</th>
              {existing && <th scope="col">{t('rehearsal/before')}</th>}
              <th scope="col">{t(existing ? 'rehearsal/after' : 'rehearsal/value')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, label, before, after }) => (
              <tr key={field}>
                <th scope="row">{label ?? words.recordField(record.object, field)}</th>
                {existing && <td className={classes.before}>{textOf(before) || t('rehearsal/empty')}</td>}
                <td>{textOf(after) || t('rehearsal/empty')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Away({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" size="sm">
      {children} <Icon name="external" size={12} />
    </Anchor>
  );
}

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
