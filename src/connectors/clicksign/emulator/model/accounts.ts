import type { UserRow } from './rows.ts';
import type { Store } from './store.ts';

export interface NewAccount {
  id: string;
  name: string;
  userName: string;
  email: string;
  /** An API token to begin with. */
  token?: string;
  envelopesEnabled?: boolean;
}

/** Opens an account with its first user. */
export function openAccount(store: Store, input: NewAccount): UserRow {
  const now = store.now();
  store.accounts.put({
    id: input.id,
    name: input.name,
    envelopesEnabled: input.envelopesEnabled ?? true,
    fileSecret: store.parts.newId(),
    createdAt: now,
  });
  const user = store.users.put({
    id: store.parts.newId(),
    accountId: input.id,
    name: input.userName,
    email: input.email,
    phoneNumber: null,
    createdAt: now,
    modifiedAt: now,
  });
  if (input.token !== undefined) addToken(store, user, 'Demonstração', input.token);
  store.parts.journal.record('account.created', input.id, { name: input.name });
  return user;
}

/** Makes an API token for a user (Configurações → API → Gerar acesso). */
export function addToken(
  store: Store,
  user: UserRow,
  description: string,
  token = store.parts.newId(),
): string {
  const now = store.now();
  store.tokens.put({
    id: store.parts.newId(),
    accountId: user.accountId,
    userId: user.id,
    token,
    description,
    createdAt: now,
  });
  return token;
}
