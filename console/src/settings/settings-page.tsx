import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWorkspaceSettings } from '../api/queries.ts';
import { useMayConnect, useWorkspace } from '../api/workspace.ts';
import { Card } from '../connections/card.tsx';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { KeysCard } from './keys-card.tsx';
import { SigningSecretCard } from './signing-secret-card.tsx';
import { WorkspaceCard } from './workspace-card.tsx';

/** The workspace, its keys and its signing secret, and where engineers read on. */
export function SettingsPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const settings = useWorkspaceSettings();
  const mayChange = useMayConnect();
  return (
    <Page title={t('nav/settings')} sentence={t('settings/sentence', { name: workspace.name })}>
      <Stack maw={640}>
        <Loaded query={settings}>{(data) => <WorkspaceCard settings={data} />}</Loaded>
        {mayChange && <KeysCard />}
        {mayChange && <SigningSecretCard />}
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
