import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useSigningSecret } from '../api/queries.ts';
import { Card } from '../connections/card.tsx';
import { Copyable } from '../parts/copy.tsx';
import { Loaded } from '../parts/states.tsx';

/** What posts to addresses are signed with, shown when asked for, and how a receiver checks it. */
export function SigningSecretCard() {
  const { t } = useTranslation();
  const [shown, { toggle }] = useDisclosure(false);
  const secret = useSigningSecret(shown);
  return (
    <Card title={t('signing/title')} text={t('signing/text')}>
      {shown && (
        <Loaded query={secret} rows={1}>
          {(data) => <Copyable value={data.secret} label={t('signing/copy')} />}
        </Loaded>
      )}
      <Group>
        <Button size="compact-sm" variant="default" onClick={toggle} aria-expanded={shown}>
          {t(shown ? 'signing/hide' : 'signing/show')}
        </Button>
      </Group>
      <Text size="sm">{t('signing/verify')}</Text>
    </Card>
  );
}
