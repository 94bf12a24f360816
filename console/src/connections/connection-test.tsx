import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionTest } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { duration } from '../i18n/format.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { useLocale } from '../i18n/locale.ts';

/** Asks the vendor now whether the account still works. Among others in a list it says whose it is. */
export function ConnectionTestButton({
  connection,
  inList = false,
}: {
  connection: Connection;
  inList?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const test = useChange<void, ConnectionTest>((api) => api.post(`/connections/${connection.id}/test`), {
    then: (result) =>
      notifications.show(
        result.ok
          ? {
              color: 'green',
              message: t('connection/works', {
                account: result.account ?? connection.name,
                time: duration(result.ms, locale),
              }),
            }
          : {
              color: 'red',
              title: t('connection/fails'),
              message: result.error ? reasonText(i18n, result.error, connection.connector) : '',
              autoClose: 10_000,
            },
      ),
  });
  return (
    <Button
      variant="default"
      {...(inList && {
        size: 'xs' as const,
        'aria-label': `${t('connection/test')}: ${connection.name}`,
      })}
      loading={test.isPending}
      onClick={() => test.mutate()}
    >
      {t('connection/test')}
    </Button>
  );
}
