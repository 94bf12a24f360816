import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { callV1, understand } from '../client.ts';

const named = z.object({ name: z.string().optional(), key: z.string().optional() });
// The answer's shape is nowhere documented; these are the ones the rest of v1 suggests.
const answer = z.union([
  z.object({ account: named }).transform((body) => body.account),
  z.object({ accounts: z.array(named) }).transform((body) => body.accounts[0] ?? {}),
  named,
]);

/** The account's name, or null when v1 does not tell. Throws `Refusal` (auth) for a bad token. */
export async function readAccountName(context: ConnectionContext): Promise<string | null> {
  const response = await callV1(context, { method: 'GET', path: '/api/v1/accounts' });
  return understand(response, answer).name ?? null;
}
