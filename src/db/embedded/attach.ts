import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '#std/errors.ts';
import { readIfThere } from './data-folder.ts';
import { openHome } from './home.ts';
import { addressOf, findRunning } from './running.ts';

/**
 * The address of the embedded database of a hub that runs now; a secret. For commands beside the hub: they neither start
 * nor stop it. Throws AppError `unavailable` when nothing runs in the folder.
 */
export async function attachToEmbedded(dataFolder: string): Promise<string> {
  const folder = await realpath(dataFolder).catch(() => resolve(dataFolder));
  const known = await readIfThere(`${folder}/postgres.json`);
  const home = known === null ? null : await openHome(folder, () => undefined);
  const running = home && (await findRunning(home));
  if (!home || !running) {
    throw new AppError(
      'unavailable',
      `No database runs in ${folder}. Start the hub first, or set COUNTERSIGN_DATA or DATABASE_URL.`,
    );
  }
  return addressOf(home, running.listen);
}
