import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { duration } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { When } from '../parts/when.tsx';
import { Card, Fact } from './card.tsx';
import classes from './card.module.css';

/** How an account does: what arrived, what the vendor still allows now, when access ends. */
export function HealthCard({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const { endpoint, watermark, access } = connection;
  const reason = endpoint?.lastRefusedReason;
  return (
    <Card title={t('health/title')}>
      <dl className={classes.facts}>
        {endpoint && (
          <>
            <Fact name={t('health/lastEvent')}>
              {endpoint.lastReceivedAt ? <When at={endpoint.lastReceivedAt} /> : t('health/noEvent')}
            </Fact>
            <Fact name={t('health/refused')}>
              {endpoint.refused}
              {reason && ` · ${t(`endpoint/refusal/${reason}`, { defaultValue: reason })}`}
            </Fact>
          </>
        )}
        {watermark && (
          <Fact name={t('health/complete')}>
            <When at={watermark.completeUpTo} as="clock" />
            {watermark.foundLate > 0 && ` · ${t('home/foundLate', { count: watermark.foundLate })}`}
          </Fact>
        )}
        {connection.allowance && (
          <Fact name={t('health/calls')}>
            <Calls allowance={connection.allowance} />
          </Fact>
        )}
        {access && (
          <Fact name={t('health/access')}>
            <AccessText connection={connection} access={access} />
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Calls({ allowance }: { allowance: NonNullable<Connection['allowance']> }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const { leftNow, atOnce, requests, perMs, waitMs } = allowance;
  const text = t('health/callsValue', {
    left: number(leftNow),
    atOnce: number(atOnce),
    requests: number(requests),
    period: duration(perMs, locale),
  });
  const wait = leftNow === 0 && waitMs > 0 && t('health/callsWait', { wait: duration(waitMs, locale) });
  return <>{wait ? `${text} · ${wait}` : text}</>;
}

function AccessText({
  connection,
  access,
}: {
  connection: Connection;
  access: NonNullable<Connection['access']>;
}) {
  const { t } = useTranslation();
  if (connection.status === 'needs_reconnect') {
    return (
      <Anchor href="#reconnect" size="sm" underline="always">
        {t('health/needsYou')}
      </Anchor>
    );
  }
  if (access.expiresAt === null) return <>{t('health/renewsAlways')}</>;
  return (
    <>
      {t(access.renewsItself ? 'health/renews' : 'health/ends')} <When at={access.expiresAt} as="clock" />
    </>
  );
}
