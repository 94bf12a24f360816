import pg from 'pg';
import { AppError, messageOf } from '#std/errors.ts';

/** The oldest PostgreSQL the product runs on. */
const oldestMajor = 15;

/**
 * Tries the database that a person named in DATABASE_URL. Throws AppError with a sentence that names what is wrong
 * (address, user, database, version, rights) and never the password.
 */
export async function requireDatabase(connectionString: string): Promise<void> {
  const place = placeOf(connectionString);
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name: 'countersign',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await requireFit(client, place);
  } catch (error) {
    throw error instanceof AppError ? error : explain(error, place);
  } finally {
    // Never rejects after a failed connect; nothing waits for the answer.
    void client.end();
  }
}

interface Place {
  host: string;
  user: string;
  database: string;
}

function placeOf(connectionString: string): Place {
  try {
    const { host, port, user, database } = new pg.Client({ connectionString });
    return {
      host: host.startsWith('/') ? host : `${host}:${port}`,
      user: user ?? '',
      database: database ?? '',
    };
  } catch {
    // The cause is left out: it may quote the address with its password.
    throw new AppError(
      'invalid',
      'DATABASE_URL cannot be read. It must be like postgres://user:password@host:5432/database.',
    );
  }
}

interface Facts {
  version: string;
  encoding: string;
  standby: boolean;
  create: boolean | null;
}

async function requireFit(client: pg.Client, { host, user, database }: Place): Promise<void> {
  const { rows } = await client.query<Facts>(`
    SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
      pg_is_in_recovery() AS standby, has_schema_privilege(current_schema(), 'CREATE') AS create`);
  const { version, encoding, standby, create } = rows[0]!;
  const major = Math.floor(Number(version) / 10_000);
  if (major < oldestMajor) {
    throw fault(
      `The PostgreSQL at ${host} is version ${major}, and Countersign needs ${oldestMajor} or newer. Upgrade it.`,
    );
  }
  if (encoding !== 'UTF8') {
    throw fault(
      `The database ${database} at ${host} is encoded as ${encoding}. Make one with ENCODING 'UTF8' and name that in DATABASE_URL.`,
    );
  }
  if (standby) {
    throw fault(`The PostgreSQL at ${host} is a read-only standby. Name the primary in DATABASE_URL.`);
  }
  if (!create) {
    throw fault(
      `The user ${user} may not make tables in the database ${database} at ${host}. Run GRANT CREATE, USAGE ON SCHEMA public TO "${user}" there.`,
    );
  }
}

function fault(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { cause });
}

function explain(error: unknown, { host, user, database }: Place): AppError {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fault(`The host in DATABASE_URL (${host}) is not known. Check its name.`, error);
  }
  if (code === '28P01' || code === '28000') {
    return fault(
      `The PostgreSQL at ${host} refuses the user ${user}: ${messageOf(error)}. Check user and password in DATABASE_URL.`,
      error,
    );
  }
  if (/SASL|password must be a string/.test(messageOf(error))) {
    return fault(
      `The PostgreSQL at ${host} asks for a password, and DATABASE_URL has none that fits. Write postgres://user:password@host/database.`,
      error,
    );
  }
  if (code === '3D000') {
    return fault(
      `There is no database ${database} at ${host}. Make it with CREATE DATABASE "${database}", or correct DATABASE_URL.`,
      error,
    );
  }
  if (/^(E|08|57P03)/.test(code) || /timeout|terminated/i.test(messageOf(error))) {
    return fault(
      `No PostgreSQL answers at ${host} (${messageOf(error) || code}). Check host and port in DATABASE_URL, and that it is running.`,
      error,
    );
  }
  return fault(`The PostgreSQL at ${host} cannot be used: ${messageOf(error)}. Check DATABASE_URL.`, error);
}
