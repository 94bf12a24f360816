import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/workspace.ts';
import { Card, Fact } from '../connections/card.tsx';
import classes from '../connections/card.module.css';
import { CopyIcon } from '../parts/copy.tsx';
import { Page } from '../parts/page.tsx';

/** The workspace, and where engineers read on. */
export function SettingsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  return (
    <Page title={t('nav/settings')} sentence={t('settings/sentence', { name: workspace.name })}>
      <Stack maw={640}>
        <Card title={t('settings/workspace')}>
          <dl className={classes.facts}>
            <Fact name={t('settings/name')}>{workspace.name}</Fact>
            <Fact name={t('settings/timeZone')}>{workspace.timeZone}</Fact>
            <Fact name={t('settings/role')}>{t(`role/${workspace.role}`)}</Fact>
            <Fact name={t('settings/id')}>
              {workspace.id} <CopyIcon value={workspace.id} label={t('copy/id')} />
            </Fact>
          </dl>
        </Card>
        <Card title={t('settings/api')}>
          <Text size="sm">
            {t('settings/apiText')}{' '}
            <Anchor href="/api/docs" size="sm" underline="always">
              {t('settings/apiDocs')}
            </Anchor>
          </Text>
        </Card>
      </Stack>
    </Page>
  );
}
