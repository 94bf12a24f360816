import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../api/queries.ts';
import { NameCard } from '../account/name-card.tsx';
import { PasswordCard } from '../account/password-card.tsx';
import { SessionsCard } from '../account/sessions-card.tsx';
import { TwoFactorCard } from '../account/two-factor-card.tsx';
import { Card } from '../connections/card.tsx';
import { Loaded } from '../parts/states.tsx';

/** One's own account, the same in every workspace. */
export function AccountPage() {
  const { t } = useTranslation();
  const account = useAccount();
  return (
    <Loaded query={account}>
      {(data) =>
        data.hasPassword ? (
          <Stack>
            <NameCard account={data} />
            <PasswordCard email={data.email} />
            <TwoFactorCard account={data} />
            <SessionsCard />
          </Stack>
        ) : (
          <Card title={t('settings/tabs/account')}>
            <Text size="sm">{t('account/demo')}</Text>
          </Card>
        )
      }
    </Loaded>
  );
}
