import { Group, Radio, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../i18n/words.ts';
import { Monogram } from '../parts/monogram.tsx';
import classes from './choose-app.module.css';

interface ChooseAppProps {
  /** What is being chosen: decides the words. */
  kind: 'triggers' | 'actions';
  apps: { key: string; name: string; items: string[] }[];
  app: string;
  item: string;
  readOnly: boolean;
  onApp: (app: string) => void;
  onItem: (app: string, item: string) => void;
}

/** A tool, then one of the things that happen in it or can be done in it. */
export function ChooseApp({ kind, apps, app, item, readOnly, onApp, onItem }: ChooseAppProps) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, app);
  const chosen = apps.find((each) => each.key === app);
  const name = (key: string) => (kind === 'triggers' ? words.trigger(key) : words.action(key));
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
                label={name(key)}
                description={words.describe([kind, key])}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
