// A process that holds an embedded PostgreSQL for the tests: tells its parent what happened, then waits.
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedOptions } from './embedded.ts';

const options = JSON.parse(process.argv[2]!) as Omit<EmbeddedOptions, 'log'>;
const lines: string[] = [];
try {
  const { connectionString, adopted, stop } = await startEmbeddedPostgres({
    ...options,
    log: (line) => lines.push(line),
  });
  process.on('message', () => void stop().then(() => process.disconnect()));
  process.send!({ connectionString, adopted, lines });
} catch (error) {
  const { name, code, message } = error as Error & { code?: string };
  process.send!({ fault: { name, code, message }, lines }, () => process.disconnect());
}
