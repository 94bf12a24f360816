/**
 * Kinds of database errors, by SQLSTATE (PostgreSQL 18 manual, appendix A) or Node's error codes. A person's data is
 * never at fault for a lost connection, and a lost connection never for bad data: callers decide by these.
 */

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);

// admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped excluded: that one does not come back.
// 53300 too_many_connections, 25006 read_only_sql_transaction (a standby after a failover),
// 25P03/25P04/57P05 are time-outs that end the session.
const connectionStates = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25006', '25P03', '25P04']);

// What `pg` and its pool say without a code.
const connectionMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired$|Client was closed and is not queryable|Query read timeout)/;

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

/** Whether the database could not be reached or the connection was lost: the same statement may work in a moment. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every(isConnectionError);
  }
  const code = codeOf(error);
  if (code !== null) return networkCodes.has(code) || connectionStates.has(code) || /^08/.test(code);
  return error instanceof Error && connectionMessages.test(error.message);
}

/** Whether the transaction lost against another one (deadlock, serialization, lock time-out) and may simply be run again. */
export function isDeadlock(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40P01' || code === '40001' || code === '55P03';
}

/** Whether the values are at fault: the same statement with the same values fails again. */
export function isDataError(error: unknown): boolean {
  const code = codeOf(error);
  // 22 data exception, 23 integrity constraint violation, 54 program limit exceeded (an index row too large).
  return code !== null && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}
