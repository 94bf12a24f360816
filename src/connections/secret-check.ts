import type { Pool } from 'pg';
import type { SecretBox } from '../std/crypto.ts';
import { AppError } from '../std/errors.ts';

const KNOWN_TEXT = 'countersign';
const ROW = ['secret_check'] as const;

/**
 * Refuses a start with a secret that does not open what this database holds. The first start stores the check value. It
 * stays under the old secret until everything else is under the new one (`rotate-keys`), so that nobody drops the old
 * one too early. Throws AppError `invalid`.
 */
export async function checkSecret(pool: Pool, secrets: SecretBox): Promise<void> {
  await pool.query('insert into secret_check (sealed) values ($1) on conflict do nothing', [
    secrets.seal(KNOWN_TEXT, ROW),
  ]);
  try {
    secrets.open(await checkValue(pool), ROW);
  } catch (cause) {
    throw new AppError(
      'invalid',
      'COUNTERSIGN_SECRET is not the secret this database was set up with, so its credentials cannot be opened. Start with the first secret, or with the new and the old one separated by a comma; after `npm run rotate-keys` the old one can go.',
      { cause },
    );
  }
}

/** Whether everything is under the newest key already. Throws AppError `invalid` for a secret that is not ours. */
export async function isRotated(pool: Pool, secrets: SecretBox): Promise<boolean> {
  await checkSecret(pool, secrets);
  return secrets.isCurrent(await checkValue(pool));
}

/** Says that nothing needs the old secret any more: starts without it pass from here on. */
export async function finishRotation(pool: Pool, secrets: SecretBox): Promise<void> {
  await pool.query('update secret_check set sealed = $1', [secrets.seal(KNOWN_TEXT, ROW)]);
}

async function checkValue(pool: Pool): Promise<Buffer> {
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from secret_check');
  return rows[0]!.sealed;
}
