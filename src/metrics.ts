import { AggregatorRegistry, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Pool } from 'pg';

/** What a process counts itself; what the tables tell is read when it is asked for. */
export interface Metrics {
  registry: Registry;
  hooks: Counter<'outcome'>;
  ackSeconds: Histogram;
  attempts: Counter<'action' | 'status'>;
  attemptSeconds: Histogram<'action'>;
  retries: Counter;
  leasesLost: Counter;
  ownErrors: Counter<'job'>;
  held: Gauge<'lane'>;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The counters of one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const of = (name: string, help: string) => ({ name: `countersign_${name}`, help, registers });
  return {
    registry,
    hooks: new Counter({
      ...of('webhooks_total', 'Webhooks by how they were answered'),
      labelNames: ['outcome'],
    }),
    ackSeconds: new Histogram({ ...of('webhook_ack_seconds', 'From request to answer'), buckets: seconds }),
    attempts: new Counter({
      ...of('attempts_total', 'Attempts by action and status'),
      labelNames: ['action', 'status'],
    }),
    attemptSeconds: new Histogram({
      ...of('attempt_seconds', 'How long attempts took'),
      labelNames: ['action'],
      buckets: seconds,
    }),
    retries: new Counter(of('retries_total', 'Attempts that will be tried again')),
    leasesLost: new Counter(
      of('leases_lost_total', 'Claims taken over because their holder died or stalled'),
    ),
    ownErrors: new Counter({
      ...of('own_errors_total', 'Failures of our own, by kind of job'),
      labelNames: ['job'],
    }),
    held: new Gauge({ ...of('jobs_held', 'Jobs held by this process'), labelNames: ['lane'] }),
  };
}

/** Counters of several processes of one hub as one text; each of the others is what its registry gave as JSON. */
export async function mergedText(own: Registry, others: object[][]): Promise<string> {
  const merged = AggregatorRegistry.aggregate([
    await own.getMetricsAsJSON(),
    ...(others as never[][]),
  ] as never);
  return merged.metrics();
}

/** Queue, runs, intents and budgets as the tables have them now, as Prometheus text. A few cheap index reads. */
export async function tableText(pool: Pool): Promise<string> {
  const [queue, attention, endpoints, budgets] = await Promise.all([
    pool.query<{ lane: string; depth: string; age: number }>(
      `select lane, count(*) as depth, extract(epoch from now() - min(due_at))::float8 as age from jobs group by lane`,
    ),
    pool.query<{ status: string; runs: string }>(
      'select status, count(*) as runs from attention group by status',
    ),
    pool.query<{ refused: string; unrecognized: string }>(
      'select coalesce(sum(refused), 0) as refused, coalesce(sum(unrecognized), 0) as unrecognized from endpoint_counts',
    ),
    pool.query<{ account_key: string; ahead: number }>(
      'select account_key, greatest(0, extract(epoch from next_at - now()))::float8 as ahead from budgets',
    ),
  ]);
  const lines = [
    ...section(
      'queue_depth',
      'Jobs of a lane',
      queue.rows.map((row) => [`lane="${row.lane}"`, row.depth]),
    ),
    ...section(
      'queue_age_seconds',
      'How long the longest due job has waited',
      queue.rows.map((row) => [`lane="${row.lane}"`, Math.max(0, row.age)]),
    ),
    ...section(
      'runs_resting',
      'Runs that rest short of completion',
      attention.rows.map((row) => [`status="${row.status}"`, row.runs]),
    ),
    ...section('webhooks_refused', 'Webhooks refused since the beginning', [
      ['', endpoints.rows[0]!.refused],
    ]),
    ...section('webhooks_unrecognized', 'Verified bodies nobody understood', [
      ['', endpoints.rows[0]!.unrecognized],
    ]),
    ...section(
      'budget_ahead_seconds',
      'How far an account has spent ahead of its limit',
      budgets.rows.map((row) => [`account="${row.account_key}"`, row.ahead]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(name: string, help: string, values: [string, string | number][]): string[] {
  const full = `countersign_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} gauge`,
    ...values.map(([labels, value]) => `${full}${labels ? `{${labels}}` : ''} ${value}`),
  ];
}
