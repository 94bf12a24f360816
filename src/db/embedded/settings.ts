/**
 * Settings of the embedded server, fit for a busy queue on a small machine. Durability stays on: an event answered
 * with 2xx must outlive a power cut.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  checkpoint_completion_target: '0.9',
  // The job table turns over many times a minute.
  autovacuum_naptime: '5s',
  autovacuum_vacuum_insert_scale_factor: '0.1',
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel queries need shared memory that small containers (64 MB of /dev/shm) do not have.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log never rotates by itself, and statements and error details can hold personal data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/** Where the server listens: in a folder with a Unix socket, or on a port of 127.0.0.1. */
export type Listen = { socketFolder: string; port: number } | { port: number };

/** The text of the configuration file. Later settings win. */
export function configurationText(listen: Listen, extra: Record<string, string> = {}): string {
  const place: Record<string, string> =
    'socketFolder' in listen
      ? {
          listen_addresses: '',
          // The value is a list: double quotes keep a comma or a space in a path.
          unix_socket_directories: `"${listen.socketFolder.replaceAll('"', '""')}"`,
          unix_socket_permissions: '0700',
        }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  const settings = { ...serverSettings, ...place, port: String(listen.port), ...extra };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Countersign at every start; put settings of your own in postgresql.auto.conf.\n${lines.join('\n')}\n`;
}
