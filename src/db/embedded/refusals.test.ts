import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { start, startApart, tempFolder } from './embedded.fixture.ts';

describe('refusals', () => {
  test('the second of two starts on one folder names the process that has it', async () => {
    await using folder = await tempFolder();
    await using first = await startApart(folder.data);
    assert.equal(first.fault, undefined);
    await assert.rejects(start(folder.data), {
      name: 'AppError',
      code: 'conflict',
      message:
        /^Another Countersign \(process \d+\) is using the data folder .*\. Stop it first, or set COUNTERSIGN_DATA/,
    });
  });

  test('of many starts at the same moment one wins, and shared ones all do', async () => {
    await using folder = await tempFolder();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => start(folder.data)));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    assert.equal(won.length, 1);
    await won[0]!.value.stop();
    const all = await Promise.all([1, 2, 3].map(() => start(folder.data, { shared: true })));
    assert.deepEqual(all.map((server) => server.adopted).sort(), [false, true, true]);
    await all[0]!.stop();
  });

  test('a folder written by a newer Countersign, or with another PostgreSQL, is left alone', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data, { version: '1.10.0' })).stop();
    await assert.rejects(start(folder.data, { version: '1.9.3' }), {
      code: 'conflict',
      message:
        /was written by Countersign 1\.10\.0, and this is the older 1\.9\.3\. Start version 1\.10\.0 or newer/,
    });
    await writeFile(join(folder.data, 'postgres/cluster/PG_VERSION'), '19\n');
    await assert.rejects(start(folder.data, { version: '1.10.0' }), {
      code: 'conflict',
      message:
        /holds a database of PostgreSQL 19, written by a newer Countersign; this one runs PostgreSQL 18\./,
    });
    await writeFile(join(folder.data, 'postgres/cluster/PG_VERSION'), '18\n');
    await (await start(folder.data, { version: '2.0.0' })).stop();
  });

  test('a missing password file, a missing home and a file in place of the folder are named', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data)).stop();
    const memory = join(folder.data, 'postgres.json');
    const text = await readFile(memory, 'utf8');
    await rm(memory);
    await assert.rejects(start(folder.data), {
      message: /holds a database, but .*postgres\.json .* is missing/,
    });
    await writeFile(memory, text.replace('"postgres"', '"/nowhere/at/all"'));
    await assert.rejects(start(folder.data), { message: /says it is in \/nowhere\/at\/all/ });
    await writeFile(memory, '{"home":');
    await assert.rejects(start(folder.data), { message: /postgres\.json is damaged/ });
    await assert.rejects(start(memory), {
      code: 'forbidden',
      message: /^Countersign cannot use .*postgres\.json/,
    });
  });

  test('a setting the server does not know ends the start with the reason from its log', async () => {
    await using folder = await tempFolder();
    await assert.rejects(start(folder.data, { settings: { shared_buffers: 'lots' } }), {
      message: /^The embedded PostgreSQL did not start: .*"lots".*\. Its log is .*postgres\.log\.$/,
    });
    // The folder is free again.
    await (await start(folder.data)).stop();
  });
});
