import { Group, Radio, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Monogram } from '../parts/monogram.tsx';
import classes from './choose-app.module.css';

interface ChooseAppProps {
  /** What is being chosen: decides the words. */
  kind: 'triggers' | 'actions';
  apps: { key: string; name: string; items: string[] }[];
  app: string;
  item: string;
  nameOf: (item: string) => string;
  describe: (item: string) => string | null;
  readOnly: boolean;
  onApp: (app: string) => void;
  onItem: (app: string, item: string) => void;
}

/** A tool, then one of the things that happen in it or can be done in it. */
export function ChooseApp(props: ChooseAppProps) {
  const { kind, apps, app, item, nameOf, describe, readOnly, onApp, onItem } = props;
  const { t } = useTranslation();
  const chosen = apps.find((each) => each.key === app);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" role="group" aria-label={t('guide/app')}>
        {apps.map((each) => (
          <UnstyledButton
            key={each.key}
            className={classes.app}
            aria-pressed={each.key === app}
            disabled={readOnly}
            onClick={() => onApp(each.key)}
          >
            <Group gap="sm" wrap="nowrap">
              <Monogram connector={each.key} size={28} />
              <Text fw={500}>{each.name}</Text>
            </Group>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      {chosen && (
        <Radio.Group
          label={t(`guide/choose/${kind}`)}
          value={item}
          onChange={(key) => onItem(app, key)}
          readOnly={readOnly}
        >
          <Stack gap="xs" mt="xs">
            {chosen.items.map((key) => (
              <Radio
                key={key}
                value={key}
                disabled={readOnly}
                label={nameOf(key)}
                description={describe(key)}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
