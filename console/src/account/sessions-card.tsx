import { BareList } from '../parts/bare-list.tsx';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OwnSession } from '../../../src/api/contract.ts';
import { useOwnChange } from '../api/own.ts';
import { useOwnSessions } from '../api/queries.ts';
import { Card } from '../connections/card.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { deviceOf } from './browser.ts';

/** Where one is signed in, and ending it there. */
export function SessionsCard() {
  const { t } = useTranslation();
  const sessions = useOwnSessions();
  const endOthers = useOwnChange<void, void>((api) => api.post('/account/sessions/end-others'), {
    done: t('sessions/othersEnded'),
  });
  return (
    <Card title={t('sessions/title')} text={t('sessions/text')}>
      <Loaded query={sessions} rows={2}>
        {(data) => (
          <>
            <BareList gap="sm">
              {data.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </BareList>
            {data.length > 1 && (
              <Group>
                <ConfirmButton
                  size="compact-sm"
                  loading={endOthers.isPending}
                  label={t('sessions/endOthers')}
                  question={t('sessions/endOthersTitle')}
                  confirm={t('sessions/endOthers')}
                  onConfirm={() => endOthers.mutate()}
                >
                  <Text>{t('sessions/endOthersText')}</Text>
                </ConfirmButton>
              </Group>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function SessionRow({ session }: { session: OwnSession }) {
  const { t } = useTranslation();
  const { id, userAgent, address, createdAt, lastUsedAt, current } = session;
  const end = useOwnChange<void, void>((api) => api.remove(`/account/sessions/${id}`), {
    done: t('sessions/ended'),
  });
  return (
    <Group component="li" justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {deviceOf(userAgent) ?? t('sessions/unknown')}
        </Text>
        <Text size="sm" c="dimmed" component="div">
          {address && <>{address} · </>}
          {t('sessions/since')} <When at={createdAt} /> · {t('sessions/used')} <When at={lastUsedAt} />
        </Text>
      </div>
      {current ? (
        <Badge variant="light" style={{ flexShrink: 0 }}>
          {t('sessions/this')}
        </Badge>
      ) : (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          style={{ flexShrink: 0 }}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('sessions/end')}
        </Button>
      )}
    </Group>
  );
}
