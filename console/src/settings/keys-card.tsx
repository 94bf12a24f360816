import { BareList } from '../parts/bare-list.tsx';
import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useKeys } from '../api/queries.ts';
import { Card } from '../connections/card.tsx';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { NewKey } from './new-key.tsx';

/** Keys of programs: which there are, a new one, and taking one away. */
export function KeysCard() {
  const { t } = useTranslation();
  const keys = useKeys();
  return (
    <Card title={t('keys/title')} text={t('keys/text')}>
      <Loaded query={keys} rows={2}>
        {(data) =>
          data.length === 0 ? (
            <Text size="sm">{t('keys/none')}</Text>
          ) : (
            <BareList gap="sm">
              {data.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </BareList>
          )
        }
      </Loaded>
      <NewKey />
    </Card>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const { id, name, role, ending, createdAt, lastUsedAt } = apiKey;
  const remove = useChange<void, void>((api) => api.remove(`/keys/${id}`), {
    done: t('keys/removed', { name }),
  });
  return (
    <Group component="li" justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`role/${role}`)} · {t('keys/ending', { ending })} · {t('keys/made')} <When at={createdAt} /> ·{' '}
          {lastUsedAt ? (
            <>
              {t('keys/used')} <When at={lastUsedAt} />
            </>
          ) : (
            t('keys/neverUsed')
          )}
        </Text>
      </div>
      <ConfirmButton
        size="compact-sm"
        variant="subtle"
        color="red"
        style={{ flexShrink: 0 }}
        loading={remove.isPending}
        label={t('actions/remove')}
        question={t('keys/removeTitle', { name })}
        confirm={t('keys/remove')}
        onConfirm={() => remove.mutate()}
      >
        <Text>{t('keys/removeText')}</Text>
      </ConfirmButton>
    </Group>
  );
}
