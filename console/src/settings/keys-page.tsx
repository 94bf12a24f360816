import { Stack } from '@mantine/core';
import { KeysCard } from './keys-card.tsx';
import { SigningSecretCard } from './signing-secret-card.tsx';

/** What programs use: API keys, and the secret that posts are signed with. */
export function KeysPage() {
  return (
    <Stack>
      <KeysCard />
      <SigningSecretCard />
    </Stack>
  );
}
