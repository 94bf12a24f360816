import { Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/queries.ts';
import { useWorkspace } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { pathsOf } from '../parts/paths.ts';
import { Brand } from './brand.tsx';

/** The mark, the workspace's name, and the way to another workspace. */
export function WorkspaceMenu() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const session = useSession();
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton style={{ minWidth: 0 }}>
          <Group gap="xs" wrap="nowrap">
            <Group visibleFrom="xs">
              <Brand />
            </Group>
            <Text c="dimmed" truncate maw={{ base: 110, xs: 160 }} title={workspace.name}>
              {workspace.name}
            </Text>
            <VisuallyHidden>{t('frame/chooseWorkspace')}</VisuallyHidden>
            <Icon name="down" size={14} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('frame/workspaces')}</Menu.Label>
        {session.data?.workspaces.map((each) => (
          <Menu.Item
            key={each.id}
            component={Go}
            href={pathsOf(each.id).home}
            rightSection={each.id === workspace.id && <Icon name="check" size={14} />}
          >
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
