import { createHmac } from 'node:crypto';
import { parseEnvelope, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Pool } from 'pg';
import { keyFrom, secretParts } from '#std/crypto.ts';

/** What better-auth signs and encrypts with: the first for all that is new, each to read what was made with it. */
export interface SignInKeys {
  secrets: { version: number; value: string }[];
  /** For what was encrypted before keys had versions: the oldest. */
  legacy: string;
}

const derive = (secret: string) =>
  createHmac('sha256', secret).update('countersign sign-in').digest('base64url');

/** The keys that follow from COUNTERSIGN_SECRET, `new` or `new,old`. A version is the first bits of the key's own id. */
export function signInKeys(secret: string): SignInKeys {
  const parts = secretParts(secret);
  return {
    secrets: parts.map((part) => ({ version: versionOf(part), value: derive(part) })),
    legacy: derive(parts.at(-1)!),
  };
}

function versionOf(secret: string): number {
  // Tests have shorter secrets than people may set.
  return parseInt(keyFrom(secret.padEnd(32, ' ')).id.slice(0, 7), 16);
}

/**
 * Encrypts the secrets of second factors and their backup codes again with the newest key, where an older one did. A row
 * that changed meanwhile stays as it is.
 * @returns how many rows were changed
 */
export async function sealTwoFactorAgain(pool: Pool, secret: string): Promise<number> {
  const { secrets, legacy } = signInKeys(secret);
  const current = secrets[0]!.version;
  const keys = new Map(secrets.map(({ version, value }) => [version, value]));
  const key = { keys, currentVersion: current, legacySecret: legacy };
  const again = async (data: string) =>
    symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  const { rows } = await pool.query<{ id: string; secret: string; codes: string }>(
    'select "id" as id, "secret" as secret, "backupCodes" as codes from "twoFactor"',
  );
  let changed = 0;
  for (const row of rows) {
    if ([row.secret, row.codes].every((data) => parseEnvelope(data)?.version === current)) continue;
    const { rowCount } = await pool.query(
      'update "twoFactor" set "secret" = $2, "backupCodes" = $3 where "id" = $1 and "secret" = $4 and "backupCodes" = $5',
      [row.id, await again(row.secret), await again(row.codes), row.secret, row.codes],
    );
    changed += rowCount ?? 0;
  }
  return changed;
}
