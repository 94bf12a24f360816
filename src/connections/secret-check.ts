import type { Pool } from 'pg';
import type { SecretBox } from '../std/crypto.ts';
import { transaction, type Queryable } from '../db/pool.ts';
import { AppError } from '../std/errors.ts';
import { credentialsRow, endpointSecretRow, endpointUrlRow } from './sealed-rows.ts';

const KNOWN_TEXT = 'countersign';
const ROW = ['secret_check'] as const;

/**
 * Refuses a start with a secret that does not open what this database holds. The first start stores the check value;
 * one with a new secret in front of the old seals everything again, so that the old one can be dropped.
 * Throws AppError `invalid`.
 */
export async function checkSecret(pool: Pool, secrets: SecretBox): Promise<void> {
  await pool.query('insert into secret_check (sealed) values ($1) on conflict do nothing', [
    secrets.seal(KNOWN_TEXT, ROW),
  ]);
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from secret_check');
  const sealed = rows[0]!.sealed;
  try {
    secrets.open(sealed, ROW);
  } catch (cause) {
    throw new AppError(
      'invalid',
      'COUNTERSIGN_SECRET is not the secret this database was set up with, so its credentials cannot be opened. Start with the first secret, or with the new and the old one separated by a comma.',
      { cause },
    );
  }
  if (!secrets.isCurrent(sealed)) await transaction(pool, (client) => sealAgain(client, secrets));
}

interface Sealed {
  key: string[];
  sealed: Buffer;
}

/** Every sealed value of the database under the newest key, in one transaction, the check value last. */
async function sealAgain(db: Queryable, secrets: SecretBox): Promise<void> {
  const credentials = await db.query<Sealed>(
    'select array[workspace_id, connection_id]::text[] as key, sealed from credentials for update',
  );
  for (const { key, sealed } of credentials.rows) {
    const again = renew(secrets, sealed, credentialsRow(key[0]!, key[1]!));
    const where = 'where workspace_id = $2 and connection_id = $3';
    await db.query(`update credentials set sealed = $1 ${where}`, [again, ...key]);
  }
  const endpoints = await db.query<Sealed>(
    'select array[workspace_id, id]::text[] as key, url_secret_sealed as sealed from endpoints for update',
  );
  for (const { key, sealed } of endpoints.rows) {
    const again = renew(secrets, sealed, endpointUrlRow(key[0]!, key[1]!));
    await db.query('update endpoints set url_secret_sealed = $1 where workspace_id = $2 and id = $3', [
      again,
      ...key,
    ]);
  }
  const signing = await db.query<Sealed>(
    'select array[workspace_id, endpoint_id, id]::text[] as key, sealed from endpoint_secrets for update',
  );
  for (const { key, sealed } of signing.rows) {
    const again = renew(secrets, sealed, endpointSecretRow(key[0]!, key[1]!, key[2]!));
    const where = 'where workspace_id = $2 and endpoint_id = $3 and id = $4';
    await db.query(`update endpoint_secrets set sealed = $1 ${where}`, [again, ...key]);
  }
  await db.query('update secret_check set sealed = $1', [secrets.seal(KNOWN_TEXT, ROW)]);
}

function renew(secrets: SecretBox, sealed: Buffer, row: readonly string[]): Buffer {
  return secrets.isCurrent(sealed) ? sealed : secrets.seal(secrets.open(sealed, row), row);
}
