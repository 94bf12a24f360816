import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEmptyDatabase, withDatabase } from '../../test/support/database.ts';
import { requireDatabase } from './reach.ts';

describe('requireDatabase', () => {
  test('a database fit for the product passes', async () => {
    await using database = await createEmptyDatabase();
    await requireDatabase(database.connectionString);
  });

  const unreachable: [string, RegExp][] = [
    [
      'postgres://ann:hush@127.0.0.1:1/hub',
      /^No PostgreSQL answers at 127\.0\.0\.1:1 \(connect ECONNREFUSED/,
    ],
    ['postgres://ann:hush@%2Fnowhere/hub', /^No PostgreSQL answers at \/nowhere \(connect ENOENT/],
    [
      'postgres://ann:hush@no-such-host.invalid/hub',
      /^The host in DATABASE_URL \(no-such-host\.invalid:5432\) is not known/,
    ],
    ['postgres://ann:hush@host:notaport/hub', /^DATABASE_URL cannot be read/],
  ];
  for (const [address, sentence] of unreachable) {
    test(`${address} is explained without its password`, async () => {
      await assert.rejects(requireDatabase(address), (error: Error) => {
        assert.match(error.message, sentence);
        assert.doesNotMatch(error.message, /hush/);
        return error.name === 'AppError';
      });
    });
  }

  test('a wrong password, a missing one and a missing database are told apart', async () => {
    await using database = await createEmptyDatabase();
    const address = database.connectionString;
    const wrong = address.replace(/:[^:@/]+@/, ':hush@');
    const none = address.replace(/:[^:@/]+@/, '@');
    await assert.rejects(requireDatabase(wrong), {
      message: /refuses the user countersign: .* Check user and password/,
    });
    await assert.rejects(requireDatabase(none), {
      message: /asks for a password, and DATABASE_URL has none/,
    });
    await assert.rejects(requireDatabase(withDatabase(address, 'nowhere')), {
      message: /^There is no database nowhere at/,
    });
  });

  test('a user who may not make tables, and a database that is not UTF-8, are refused', async () => {
    await using database = await createEmptyDatabase();
    const name = `guest_${process.pid}`;
    await database.pool.query(`CREATE ROLE ${name} LOGIN PASSWORD 'guest'`);
    const guest = database.connectionString.replace(/\/\/[^@]+@/, `//${name}:guest@`);
    await assert.rejects(requireDatabase(guest), { message: /^The user guest_\d+ may not make tables/ });
    await database.pool.query(`DROP ROLE ${name}`);
    const latin = `latin_${process.pid}`;
    await database.pool.query(
      `CREATE DATABASE ${latin} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc`,
    );
    const address = withDatabase(database.connectionString, latin);
    await assert.rejects(requireDatabase(address), { message: /is encoded as LATIN1\./ });
    await database.pool.query(`DROP DATABASE ${latin} WITH (FORCE)`);
  });
});
