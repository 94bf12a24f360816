import { BareList } from '../../parts/bare-list.tsx';
import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeDelivery } from '../../../../src/api/contract.ts';
import { usePages } from '../../api/queries.ts';
import { Card } from '../../connections/card.tsx';
import { useLocale } from '../../i18n/locale.ts';
import { Loading, ProblemNote } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { Outcome } from './outcome.tsx';
import { deliveryText } from './words.ts';

/** The newest messages, each with what became of it. */
export function DeliveriesCard() {
  const { t } = useTranslation();
  const pages = usePages<NoticeDelivery>('notices', '/notices/deliveries', { limit: 10 });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('notices/sentTitle')}>
      {pages.isLoading && <Loading rows={2} />}
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && items.length === 0 && <Text size="sm">{t('notices/sentNone')}</Text>}
      <BareList gap="sm">
        {items.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </BareList>
      <Group gap="xs">
        {pages.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('history/more')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          loading={pages.isRefetching && !pages.isFetchingNextPage}
          onClick={() => void pages.refetch()}
        >
          {t('notices/readAgain')}
        </Button>
      </Group>
    </Card>
  );
}

function DeliveryRow({ delivery }: { delivery: NoticeDelivery }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 260px' }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {deliveryText(t, delivery, locale)}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {t(`notices/channel/${delivery.channel}`)} · {delivery.target} · <When at={delivery.createdAt} />
        </Text>
      </div>
      <Outcome delivery={delivery} />
    </Group>
  );
}
