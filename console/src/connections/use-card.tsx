import { Anchor, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { When } from '../parts/when.tsx';
import { Card, Fact } from './card.tsx';
import classes from './card.module.css';

/** Whose account it is, since when, and which workflows use it. */
export function UseCard({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const paths = usePaths();
  return (
    <Card title={t('connection/overview')}>
      <dl className={classes.facts}>
        {connection.account && <Fact name={t('connection/account')}>{connection.account}</Fact>}
        <Fact name={t('connection/connectedAt')}>
          <When at={connection.createdAt} />
        </Fact>
        {connection.testedAt && (
          <Fact name={t('connection/testedAt')}>
            <When at={connection.testedAt} />
          </Fact>
        )}
      </dl>
      <div>
        <Text size="sm" fw={600}>
          {t('connection/usedBy')}
        </Text>
        {connection.usedBy.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('connection/unused')}
          </Text>
        ) : (
          <List size="sm">
            {connection.usedBy.map((workflow) => (
              <List.Item key={workflow.id}>
                <Anchor component={Go} href={paths.workflow(workflow.id)} size="sm">
                  {workflow.name}
                </Anchor>
              </List.Item>
            ))}
          </List>
        )}
      </div>
    </Card>
  );
}
