import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWorkspaceSettings } from '../api/queries.ts';
import { Card } from '../connections/card.tsx';
import { useMay, useWorkspace } from '../api/workspace.ts';
import { Loaded } from '../parts/states.tsx';
import { DeleteWorkspace } from './delete-workspace.tsx';
import { WorkspaceCard } from './workspace-card.tsx';

/** The workspace itself, and where engineers read on. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const settings = useWorkspaceSettings();
  const may = useMay();
  const { demo } = useWorkspace();
  return (
    <Stack>
      <Loaded query={settings}>{(data) => <WorkspaceCard settings={data} />}</Loaded>
      <Card title={t('settings/api')}>
        <Text size="sm">
          {t('settings/apiText')}{' '}
          <Anchor href="/api/docs" size="sm" underline="always">
            {t('settings/apiDocs')}
          </Anchor>
        </Text>
      </Card>
      {may('owner') && !demo && <DeleteWorkspace />}
    </Stack>
  );
}
