import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection, Endpoint } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayConnect } from '../api/workspace.ts';
import { Copyable } from '../parts/copy.tsx';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { When } from '../parts/when.tsx';
import { Card, Fact } from './card.tsx';
import classes from './card.module.css';
import { Secrets } from './secrets.tsx';
import { useLocale } from '../i18n/locale.ts';

/** Where the vendor posts events: the address, whether it is registered, what arrived. */
export function EndpointCard({ connection, endpoint }: { connection: Connection; endpoint: Endpoint }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const paths = usePaths();
  const mayConnect = useMayConnect();
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const subscribe = useChange<void, Connection>(
    (api) => api.post(`/connections/${connection.id}/subscribe`),
    { done: t('endpoint/registeredNow') },
  );
  return (
    <Card
      title={t('endpoint/title')}
      text={t(endpoint.registered ? 'endpoint/registered' : 'endpoint/notRegistered')}
    >
      {mayConnect && endpoint.url && <Copyable value={endpoint.url} label={t('endpoint/copy')} />}
      {mayConnect && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={subscribe.isPending}
            onClick={() => subscribe.mutate()}
          >
            {t(endpoint.registered ? 'endpoint/registerAgain' : 'endpoint/register')}
          </Button>
        </Group>
      )}
      <dl className={classes.facts}>
        <Fact name={t('endpoint/received')}>
          {number(endpoint.received)}
          {endpoint.lastReceivedAt && (
            <>
              {' '}
              · <When at={endpoint.lastReceivedAt} />
            </>
          )}
        </Fact>
        <Fact name={t('endpoint/refused')}>
          {number(endpoint.refused)}
          {endpoint.lastRefusedAt && (
            <>
              {' '}
              · <When at={endpoint.lastRefusedAt} />
            </>
          )}
        </Fact>
        <Fact name={t('endpoint/unrecognized')}>
          {endpoint.unrecognized > 0 ? (
            <Anchor
              component={Go}
              size="sm"
              underline="always"
              href={paths.history({ tab: 'events', outcome: 'unrecognized', connection: connection.id })}
            >
              {number(endpoint.unrecognized)}
            </Anchor>
          ) : (
            number(0)
          )}
        </Fact>
      </dl>
      {endpoint.lastRefusedReason && (
        <Alert color="orange">
          <Text size="sm">
            {t('endpoint/lastRefused', {
              reason: t(`endpoint/refusal/${endpoint.lastRefusedReason}`, {
                defaultValue: endpoint.lastRefusedReason,
              }),
            })}
          </Text>
        </Alert>
      )}
      <Secrets connection={connection} endpoint={endpoint} />
    </Card>
  );
}
