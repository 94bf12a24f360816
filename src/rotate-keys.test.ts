import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from 'pg';
import { checkSecret } from '#connections/secret-check.ts';
import { startHub, startVendor, tokenInput } from '#connections/vendor.fixture.ts';
import { secretBoxOf } from '#std/crypto.ts';
import { newId, type Id } from '#std/id.ts';
import { createTestDatabase } from '../test/support/database.ts';
import { signingSecrets } from './app.ts';
import { createEngine } from './api/auth/engine.ts';
import { signStandardWebhook as sign } from './std/standard-webhooks.ts';
import { resealColumn } from './db/reseal.ts';
import { rotateKeys, sealedColumns } from './rotate-keys.ts';

const [old, next] = ['s'.repeat(40), 't'.repeat(40)];
const both = `${next},${old}`;
const quiet = () => undefined;

/** A database with credentials, an endpoint with a signing secret, and a consent under way, all under the old secret. */
async function furnished() {
  const database = await createTestDatabase();
  const vendor = await startVendor();
  const { pool } = database;
  await checkSecret(pool, secretBoxOf(old));
  const hub = await startHub(pool, vendor, { secrets: secretBoxOf(old) });
  const made = await hub.connections.create(hub.workspaceId, tokenInput(vendor));
  assert.ok('connection' in made);
  return {
    ...{ pool, vendor, hub, connection: made.connection },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await vendor[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** How many values of a column the newest of the secrets did not seal. */
async function underOld(pool: Pool, secret: string): Promise<number> {
  let count = 0;
  for (const { table, column } of sealedColumns) {
    const { rows } = await pool.query<{ sealed: Buffer }>(
      `select ${column} as sealed from ${table} where ${column} is not null`,
    );
    count += rows.filter(({ sealed }) => !secretBoxOf(secret).isCurrent(sealed)).length;
  }
  return count;
}

test('every sealed column of the database is in the list', async () => {
  await using database = await createTestDatabase();
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and data_type = 'bytea' and column_name ~ 'sealed' order by 1`,
  );
  const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  assert.ok(rows.length >= 5);
  assert.deepEqual(
    rows.map((row) => row.name),
    [...listed, 'secret_check.sealed'].sort(),
  );
});

test('after the rotation a hub with the new secret alone opens everything, and the old one is refused', async () => {
  await using house = await furnished();
  const { pool, hub, vendor, connection } = house;
  assert.ok((await underOld(pool, next)) >= 3);
  await rotateKeys(pool, both, quiet);
  assert.equal(await underOld(pool, next), 0);
  const { workspaceId } = hub;
  await using after = await startHub(pool, vendor, { secrets: secretBoxOf(next), workspaceId });
  assert.deepEqual(
    (await after.connections.get(workspaceId, connection.id)).endpoint?.url,
    connection.endpoint?.url,
  );
  assert.deepEqual((await after.connections.endpointsForIntake())[0]?.secrets, ['hook-secret-canary']);
  assert.equal((await after.connections.test(workspaceId, connection.id)).ok, true);
  await checkSecret(pool, secretBoxOf(next));
  await assert.rejects(checkSecret(pool, secretBoxOf(old)), { code: 'invalid' });
});

test('a hub with both secrets starts before, while and after, and one without the old only when all is done', async () => {
  await using house = await furnished();
  const { pool } = house;
  await checkSecret(pool, secretBoxOf(both));
  await resealColumn(pool, secretBoxOf(both), sealedColumns[0]!);
  await assert.rejects(checkSecret(pool, secretBoxOf(next)), { code: 'invalid' }, 'killed in the middle');
  assert.equal((await house.hub.connections.list(house.hub.workspaceId)).length, 1);
  await rotateKeys(pool, both, quiet);
  const said: string[] = [];
  await rotateKeys(pool, both, (line) => said.push(line));
  assert.match(said.at(-1)!, /Leave the old one out/);
  await rotateKeys(pool, next, quiet);
});

test('with one secret it says what to do instead of dropping the old one', async () => {
  await using house = await furnished();
  await assert.rejects(rotateKeys(house.pool, next, quiet), { code: 'invalid' });
});

test('a value that is renewed while it is read stays renewed', async () => {
  await using house = await furnished();
  const { pool } = house;
  const [credentials] = sealedColumns;
  const renewed = secretBoxOf(both).seal('renewed', [
    'credentials',
    house.hub.workspaceId,
    house.connection.id,
  ]);
  const racing = secretBoxOf(both);
  let raced: Promise<unknown> | null = null;
  const box = {
    ...racing,
    isCurrent: (sealed: Buffer) => {
      raced ??= pool.query('update credentials set sealed = $1', [renewed]);
      return racing.isCurrent(sealed);
    },
  };
  const slow = {
    query: async (...asked: [string, unknown[]]) => {
      await raced;
      return pool.query(...asked);
    },
  } as Pool;
  assert.equal(await resealColumn(slow, box, credentials!), 0);
  const { rows } = await pool.query<{ sealed: Buffer }>('select sealed from credentials');
  assert.deepEqual(rows[0]?.sealed, renewed);
});

test('more values than a batch are all sealed again, each for its own row', async () => {
  await using house = await furnished();
  const { pool, hub, connection } = house;
  const { rows } = await pool.query<{ id: Id }>('select id from endpoints where connection_id = $1', [
    connection.id,
  ]);
  const endpoint = rows[0]!.id;
  const ids = Array.from({ length: 450 }, () => newId());
  const sealed = ids.map((id) =>
    secretBoxOf(old).seal(id, ['endpoint_secrets', hub.workspaceId, endpoint, id]),
  );
  await pool.query(
    `insert into endpoint_secrets (workspace_id, endpoint_id, id, sealed)
     select $1, $2, id, sealed from unnest($3::uuid[], $4::bytea[]) as t (id, sealed)`,
    [hub.workspaceId, endpoint, ids, sealed],
  );
  await rotateKeys(pool, both, quiet);
  const after = await pool.query<{ id: Id; sealed: Buffer }>(
    'select id, sealed from endpoint_secrets where id = any($1)',
    [ids],
  );
  for (const row of after.rows) {
    assert.equal(
      secretBoxOf(next).open(row.sealed, ['endpoint_secrets', hub.workspaceId, endpoint, row.id]),
      row.id,
    );
  }
  assert.equal(after.rows.length, 450);
});

test('receivers of webhooks see one change, and while it lasts either secret fits', () => {
  const workspace = newId();
  const [before, during, after] = [old, both, next].map((secret) => signingSecrets(secret, workspace));
  assert.deepEqual(during, [...after!, ...before!]);
  const signature = sign(during.join(' '), 'msg_1', '1700000000', '{}').split(' ');
  assert.deepEqual(
    signature,
    [...after!, ...before!].map((secret) => sign(secret, 'msg_1', '1700000000', '{}')),
  );
});

test('a second factor set up before the rotation works during it and after', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const { symmetricDecrypt, symmetricEncrypt } = await import('better-auth/crypto');
  const keysOf = async (secret: string) =>
    (await createEngine({ pool, secret, publicUrl: 'http://127.0.0.1:4000', warn: quiet }).$context)
      .secretConfig;
  const user = newId();
  await pool.query(
    `insert into "user" ("id", "name", "email", "emailVerified") values ($1, 'Ana', 'ana@acme.example', true)`,
    [user],
  );
  const encrypted = await symmetricEncrypt({ key: await keysOf(old), data: 'totp' });
  await pool.query(`insert into "twoFactor" ("secret", "backupCodes", "userId") values ($1, $1, $2)`, [
    encrypted,
    user,
  ]);
  assert.equal(await symmetricDecrypt({ key: await keysOf(both), data: encrypted }), 'totp');
  await checkSecret(pool, secretBoxOf(old));
  await rotateKeys(pool, both, quiet);
  const { rows } = await pool.query<{ secret: string }>('select "secret" as secret from "twoFactor"');
  assert.equal(await symmetricDecrypt({ key: await keysOf(next), data: rows[0]!.secret }), 'totp');
});
