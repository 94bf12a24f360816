import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureDataFolder, readIfThere, writePrivateFile } from '#db/embedded/data-folder.ts';
import { explain } from '#db/embedded/faults.ts';

/**
 * The secret that protects stored credentials: the one that was set, otherwise the one in `<data>/secret` (0600),
 * which is made at the first start. Called by the process that holds the data folder, so nobody makes a second one.
 */
export async function loadSecret(given: string | null, dataFolder: string): Promise<string> {
  if (given !== null) return given;
  const path = join(dataFolder, 'secret');
  try {
    await ensureDataFolder(dataFolder);
    const kept = (await readIfThere(path))?.trim();
    if (kept) return kept;
    const secret = randomBytes(32).toString('base64url');
    await writePrivateFile(path, `${secret}\n`);
    return secret;
  } catch (error) {
    throw explain(error, dataFolder);
  }
}
