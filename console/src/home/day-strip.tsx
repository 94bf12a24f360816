import { useState } from 'react';
import { Group, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/api/contract.ts';
import { barsOf, kinds, type Kind } from './bars.ts';
import classes from './day-strip.module.css';
import { useLocale, useTimeZone } from '../i18n/locale.ts';

const colors: Record<Kind, string> = {
  completed: 'var(--good)',
  waiting: 'var(--warn)',
  failed: 'var(--bad)',
  other: 'var(--calm)',
};

/** Runs of the last 24 hours, hour by hour: bars for the eye, a table for everybody else. */
export function DayStrip({ hours }: { hours: Home['hours'] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const [looked, setLooked] = useState<number | null>(null);
  const bars = barsOf(hours);
  const sums = kinds.map((kind) => ({ kind, count: hours.reduce((sum, hour) => sum + hour[kind], 0) }));
  const total = sums.reduce((sum, { count }) => sum + count, 0);
  const hourText = (hour: string) =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(
      Date.parse(hour),
    );
  const one = looked === null ? null : hours[looked];
  const counted = one ? kinds.map((kind) => ({ kind, count: one[kind] })) : sums;
  const shown = counted.filter(({ kind, count }) => kind !== 'other' || count > 0);
  return (
    <div>
      <svg
        viewBox={`0 0 ${hours.length * 12} 72`}
        className={classes.strip}
        role="img"
        aria-label={t('home/dayLabel', { count: total })}
        onMouseLeave={() => setLooked(null)}
        preserveAspectRatio="none"
      >
        {bars.map((bar, index) => (
          <g key={bar.hour} onMouseEnter={() => setLooked(index)}>
            <rect
              x={index * 12}
              y={0}
              width={12}
              height={72}
              fill={looked === index ? 'var(--soft)' : 'transparent'}
            />
            {total === 0 || bar.parts.length === 0 ? (
              <rect x={index * 12 + 1.5} y={70} width={9} height={2} fill="var(--line)" />
            ) : null}
            {bar.parts.map((part) => (
              <rect
                key={part.kind}
                x={index * 12 + 1.5}
                y={part.y}
                width={9}
                height={part.height}
                fill={colors[part.kind]}
              />
            ))}
          </g>
        ))}
      </svg>
      <Group justify="space-between" c="dimmed" fz="xs" className="tabular" aria-hidden="true">
        <span>{hours[0] && hourText(hours[0].hour)}</span>
        <span>{one && hourText(one.hour)}</span>
        <span>{t('home/now')}</span>
      </Group>
      <Group gap="md" mt="xs" aria-hidden="true">
        {shown.map(({ kind, count }) => (
          <Group key={kind} gap={6} wrap="nowrap">
            <svg width="10" height="10">
              <rect width="10" height="10" rx="2" fill={colors[kind]} />
            </svg>
            <Text size="sm" className="tabular">
              {t(`home/kind/${kind}`, { count })}
            </Text>
          </Group>
        ))}
      </Group>
      <VisuallyHidden>
        <table>
          <caption>{t('home/day')}</caption>
          <thead>
            <tr>
              <th>{t('home/hour')}</th>
              {kinds.map((kind) => (
                <th key={kind}>{t(`home/kindName/${kind}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour.hour}>
                <th>{hourText(hour.hour)}</th>
                {kinds.map((kind) => (
                  <td key={kind}>{hour[kind]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </div>
  );
}
