import {
  Avatar,
  Box,
  Button,
  Divider,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../src/api/contract.ts';
import { apiAt } from '../api/client.ts';
import { useSession } from '../api/queries.ts';
import { Go, useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { LanguageSelect } from './language-select.tsx';

/** Who is signed in, their language and colours, and the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const user = useSession().data?.user;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const go = useGo();
  const paths = usePaths();
  const signOut = useMutation({
    mutationFn: () => apiAt('/api').post<Session>('/session/sign-out'),
    onSuccess: (session) => {
      client.setQueryData(['session'], session);
      go('/sign-in');
      // What was read is not for the next person at this screen.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const initials = initialsOf(user?.name ?? '');
  const schemes: MantineColorScheme[] = ['light', 'dark', 'auto'];
  return (
    <Popover position="bottom-end" width={264} shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton aria-label={`${initials} · ${t('userMenu/open')}`}>
          <Avatar size={32} radius="xl" color="ink" name={user?.name ?? ''}>
            {initials}
          </Avatar>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Box px="sm" py={8}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {user?.name}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {user?.email}
          </Text>
        </Box>
        <Divider />
        <Stack px="sm" py={8} gap="sm">
          <LanguageSelect label={t('userMenu/language')} />
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('userMenu/colors')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={schemes.map((value) => ({ value, label: t(`userMenu/scheme/${value}`) }))}
          />
        </Stack>
        <Divider />
        <Button
          component={Go}
          href={paths.account}
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          mt={4}
          px="sm"
        >
          {t('settings/tabs/account')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          px="sm"
          onClick={() => signOut.mutate()}
        >
          {t('userMenu/signOut')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => (word ?? '').charAt(0).toUpperCase())
    .join('');
}
