import { useTranslation } from 'react-i18next';
import { useAttention, useHome } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { AttentionList } from './attention-list.tsx';

/** Everything that waits for a person. */
export function AttentionPage() {
  const { t } = useTranslation();
  const attention = useAttention();
  const count = useHome().data?.attention;
  return (
    <Page
      title={t('nav/attention')}
      sentence={
        count === undefined ? undefined : count > 0 ? t('attention/sentence', { count }) : t('home/allWell')
      }
    >
      <Loaded query={attention}>
        {(data) =>
          data.causes.length + data.connections.length + data.blocked.length === 0 ? (
            <Empty title={t('attention/emptyTitle')} text={t('attention/emptyText')} />
          ) : (
            <AttentionList attention={data} />
          )
        }
      </Loaded>
    </Page>
  );
}
