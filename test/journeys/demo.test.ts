import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { freePorts } from '#std/ports.ts';

const root = join(import.meta.dirname, '../..');

/** Runs `npm run demo` where nothing runs yet: its exit code, and what it said. */
async function demo(journey: string): Promise<{ code: number | null; said: string }> {
  const env = { ...process.env, COUNTERSIGN_PORT: String(await freePorts(3)) };
  const child = spawn('npm', ['run', '--silent', 'demo', '--', journey], { cwd: root, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('npm run demo', () => {
  test('walks from a signature to a deal with a hub of its own, and every check holds', async () => {
    const { code, said } = await demo('clicksign-rdstation');
    assert.equal(code, 0, said);
    assert.ok(said.includes('✓ two signatures made one deal'), said);
    assert.ok(said.includes('\nThe journey holds.\n'), said);
  });

  test('mirrors a HubSpot account, edits on both sides, and both are equal', async () => {
    const { code, said } = await demo('hubspot-mirror');
    assert.equal(code, 0, said);
    assert.equal(said.split('✓ 400 contacts are equal on both sides').length, 3, said);
  });

  test('names the journeys when it does not know one', async () => {
    const { code, said } = await demo('docusign');
    assert.match(
      said,
      /There is no journey "docusign"\. The journeys are: clicksign-rdstation, hubspot-mirror/,
    );
    assert.equal(code, 1);
  });
});
