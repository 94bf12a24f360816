import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

export { isConnectionError, isDataError, isDeadlock } from './faults.ts';

/** A pool, or a client inside a transaction: whatever runs statements. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>>;
}

export interface PoolOptions {
  /** postgres://user:password@host:port/database; a secret. */
  connectionString: string;
  /** Shown in pg_stat_activity: `countersign web`. */
  applicationName: string;
  /** Most connections at once. Default 10. */
  maxConnections?: number;
  /** The server ends a statement after this long. Default 30,000 ms; 0 for none. */
  statementTimeoutMs?: number;
  /** The server ends a session that idles inside a transaction this long. Default 60,000 ms; 0 for none. */
  idleInTransactionTimeoutMs?: number;
  /** How long to wait for a connection before giving up. Default 10,000 ms. */
  connectTimeoutMs?: number;
  /** Told of idle connections that were lost; they are replaced on demand. */
  onConnectionLost?: (error: Error) => void;
}

/** A pool of connections. Losing an idle connection is reported and never ends the process. */
export function createPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.maxConnections ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 60_000,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    // Opening a connection costs a process on the server; a calm minute is no reason to close them.
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  const lost = options.onConnectionLost ?? (() => undefined);
  pool.on('error', lost);
  // A client that is checked out emits 'error' itself; its statement rejects as well, so nobody misses it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Runs `work` in a transaction and commits; rolls back and rethrows when it throws. A connection on which even the
 * rollback fails is thrown away. A lost connection during COMMIT leaves unknown whether it took place.
 */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((fault: unknown) => {
      broken = fault instanceof Error ? fault : new Error(String(fault));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Typed queries on the same pool. Destroying it ends the pool. */
export function createKysely<DB>(pool: Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
