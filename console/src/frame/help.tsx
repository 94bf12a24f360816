import { ActionIcon, Group, Kbd, Modal, Stack, Table, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { journeys } from './shortcuts.ts';

/** The question mark: what the keys do. Opens by `?` too. */
export function HelpButton() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  const rows: [string[], string][] = [
    [['/'], t('help/search')],
    [['?'], t('help/help')],
    [['j'], t('help/nextRun')],
    [['k'], t('help/previousRun')],
    ...Object.entries(journeys).map(([key, place]): [string[], string] => [
      ['g', key],
      t('help/goTo', { place: t(`nav/${place}`) }),
    ]),
  ];
  return (
    <>
      <Tooltip label={t('help/title')}>
        <ActionIcon
          visibleFrom="xs"
          variant="subtle"
          color="gray"
          size="lg"
          onClick={open}
          aria-label={t('help/title')}
        >
          <Icon name="help" />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={opened}
        onClose={close}
        title={t('help/title')}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <Stack>
          <Table withRowBorders={false} verticalSpacing={4}>
            <Table.Tbody>
              {rows.map(([keys, meaning]) => (
                <Table.Tr key={meaning}>
                  <Table.Td w={110}>
                    <Group gap={4}>
                      {keys.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </Group>
                  </Table.Td>
                  <Table.Td>{meaning}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Text c="dimmed" size="sm">
            {t('help/text')}
          </Text>
        </Stack>
      </Modal>
    </>
  );
}
