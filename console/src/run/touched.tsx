import { Anchor, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../src/api/contract.ts';
import { wordsOf } from '../i18n/words.ts';
import { Icon } from '../parts/icons.tsx';

/** What was created, changed or found at the vendor, with links to its own pages. */
export function Touched({ connector, touched }: { connector: string; touched: Attempt['touched'] }) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, connector);
  return (
    <List size="sm" listStyleType="none" spacing={2}>
      {touched.map((each, index) => (
        <List.Item key={index} icon={<Icon name="check" size={14} />}>
          {t(`touched/${each.outcome}`, { object: words.object(each.object), title: each.title })}
          {each.url && (
            <>
              {' '}
              <Anchor
                href={each.url}
                target="_blank"
                rel="noreferrer"
                size="sm"
                style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
              >
                {t('run/openThere')}
                <Icon name="external" size={12} />
              </Anchor>
            </>
          )}
        </List.Item>
      ))}
    </List>
  );
}
