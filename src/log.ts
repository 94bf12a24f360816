import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

/** The log of one process: JSON lines on standard output, one wide line per attempt. Never given a secret. */
export function createLog(level: string, process: string): Logger {
  return pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' });
}
