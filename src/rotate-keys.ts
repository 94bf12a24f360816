import type { Pool } from 'pg';
import { sealTwoFactorAgain } from './api/auth/two-factor-keys.ts';
import { sealedColumns as connectionColumns } from './connections/sealed-rows.ts';
import { finishRotation, isRotated } from './connections/secret-check.ts';
import { resealColumn, type SealedColumn } from './db/reseal.ts';
import { ruleRow } from './notices/rules/rule-store.ts';
import { secretBoxOf, secretParts } from './std/crypto.ts';
import { AppError } from './std/errors.ts';

/** Every sealed column of the database, but for the check value. A test finds those that are missing here. */
export const sealedColumns: SealedColumn[] = [
  ...connectionColumns,
  {
    table: 'notice_rules',
    column: 'sealed',
    key: [
      { name: 'workspace_id', type: 'uuid' },
      { name: 'id', type: 'uuid' },
    ],
    row: ([workspaceId, id]) => ruleRow(workspaceId!, id!),
  },
];

/** Values that were sealed with an old key while we went through: seen in the next round. */
const mostRounds = 5;

/**
 * Seals everything again under the newest of the secrets, while the hub runs with the same secrets. May be stopped and
 * repeated at any moment: the check value, which lets a start without the old secret pass, is written last.
 * @param secret the new and the old secret with a comma between them
 * @param say told how far it is
 * Throws AppError `invalid` when one secret is given alone and it is not the one in use.
 */
export async function rotateKeys(pool: Pool, secret: string, say: (line: string) => void): Promise<void> {
  const secrets = secretBoxOf(secret);
  const [, ...old] = secretParts(secret);
  if (old.length === 0 && !(await isRotated(pool, secrets))) {
    throw new AppError(
      'invalid',
      'COUNTERSIGN_SECRET holds one secret only. Set it to the new and the old one, "new,old", restart every machine of the hub with it, and run this again.',
    );
  }
  for (let round = 1; round <= mostRounds; round++) {
    let changed = 0;
    for (const column of sealedColumns) {
      const name = `${column.table}.${column.column}`;
      const done = await resealColumn(pool, secrets, column, (count) =>
        say(`  ${name}: ${count} sealed again`),
      );
      if (done === 0) say(`  ${name}: all under the new secret`);
      changed += done;
    }
    const codes = await sealTwoFactorAgain(pool, secret);
    say(`  sign-in codes: ${codes} sealed again`);
    changed += codes;
    if (changed === 0) {
      await finishRotation(pool, secrets);
      say(
        'Everything is sealed with the new secret. Leave the old one out of COUNTERSIGN_SECRET at the next restart.',
      );
      return;
    }
  }
  throw new AppError(
    'conflict',
    'Something still seals with the old secret: a machine of the hub runs without the new one. Restart it with "new,old", and run this again.',
  );
}
