import { AppError, messageOf } from '#std/errors.ts';

const noSpaceCodes = new Set(['ENOSPC', 'EDQUOT']);
const closedCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** The sentence for a full disk. */
export function noSpace(folder: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    `There is not enough free disk space in ${folder}. Free some space, or set COUNTERSIGN_DATA to a folder on a larger disk.`,
    { cause, params: { folder } },
  );
}

/**
 * Turns what went wrong while the data folder was prepared into a sentence. An AppError stays as it is; what is not
 * known stays as it is too.
 */
export function explain(error: unknown, dataFolder: string): unknown {
  if (error instanceof AppError) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && noSpaceCodes.has(code)) return noSpace(dataFolder, error);
  if (/database or disk is full|No space left on device/i.test(messageOf(error))) {
    return noSpace(dataFolder, error);
  }
  // On a read-only disk Node's recursive mkdir says ENOENT.
  const isClosed =
    code !== undefined && (closedCodes.has(code) || (code === 'ENOENT' && syscall === 'mkdir'));
  if (isClosed || /readonly database|unable to open database file/.test(messageOf(error))) {
    return new AppError(
      'forbidden',
      `Countersign cannot use ${path ?? dataFolder} (${isClosed ? code : messageOf(error)}). Start it as the user who owns the data folder ${dataFolder}, or set COUNTERSIGN_DATA to a folder this user may write.`,
      { cause: error, params: { folder: dataFolder } },
    );
  }
  return error;
}

/**
 * The sentence for a server program that failed, from what it printed and wrote to its log.
 * @param what what was tried, as the start of a sentence ("PostgreSQL did not start")
 */
export function programFault(
  what: string,
  text: string,
  place: { folder: string; logFile?: string },
): AppError {
  const params = { folder: place.folder };
  if (/No space left on device|disk quota exceeded/i.test(text)) return noSpace(place.folder);
  if (/user does not exist|could not look up effective user/i.test(text)) {
    return new AppError(
      'unavailable',
      'The embedded PostgreSQL needs a user with a name, and the user id Countersign runs as has none in /etc/passwd. Run it as a named user, or set DATABASE_URL to a PostgreSQL of your own.',
      { params },
    );
  }
  if (/Cannot allocate memory|could not map anonymous shared memory/i.test(text)) {
    return new AppError(
      'unavailable',
      `${what}: there is not enough memory. Countersign needs about 1 GB of free memory.`,
      { params },
    );
  }
  const line = lastFault(text);
  const log = place.logFile === undefined ? '' : ` Its log is ${place.logFile}.`;
  return new AppError('unavailable', `${what}: ${line}.${log}`, { params });
}

function lastFault(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const faults = lines.filter((line) =>
    /FATAL|PANIC|error:|could not|invalid value for|unrecognized config/.test(line),
  );
  const line = faults[0] ?? lines.at(-1) ?? 'it gave no reason';
  return line.replace(/^.*?(FATAL|PANIC|LOG|error):\s*/, '').replace(/\.$/, '');
}
