import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load, percentile, type LoadResult } from './load.ts';
import { memory } from './memory.ts';
import { fillWithOldRuns } from './old-runs.ts';
import { signature, startProduct, type Product } from './product.ts';

/**
 * `npm run bench`: measures the product with fsync, history and signatures on, and looks at the receiver whether every
 * acknowledged event arrived. `-- --serve --port P --sink URL` only starts it, to be driven from outside.
 */
const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    port: { type: 'string', default: '7000' },
    sink: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    /** Runs that stand in the tables before anything is measured. */
    old: { type: 'string', default: '0' },
    /** A data folder that is kept: filling one with millions of old runs takes longer than measuring. */
    data: { type: 'string' },
  },
});
const port = Number(values.port);
const seconds = Number(values.seconds);
const kept = values.data === undefined ? {} : { dataFolder: resolve(values.data) };

if (values.serve) await serve();
else await measure();

async function serve(): Promise<void> {
  const product = await startProduct({ port, sink: values.sink ?? 'http://127.0.0.1:7001/x', ...kept });
  await fillWithOldRuns(product.hub.pool, Number(values.old));
  const { url, secret } = product;
  console.log(
    JSON.stringify({ url, secret, signatureHeader: signature.header, signaturePrefix: signature.prefix }),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await product.stop();
}

async function measure(): Promise<void> {
  const sinkPort = port + 1;
  const sink = fork(join(import.meta.dirname, 'sink.ts'), [String(sinkPort)]);
  await once(sink, 'message');
  const product = await startProduct({ port, sink: `http://127.0.0.1:${sinkPort}/x`, ...kept });
  try {
    await fillWithOldRuns(product.hub.pool, Number(values.old));
    await load(product, { seconds: 2, connections: 20 });
    await drained(product);
    const before = await databaseBytes(product);
    const full = await fullLoad(product, sinkPort);
    const bytesPerRun = Math.round(((await databaseBytes(product)) - before) / full.acknowledged.length);
    const steady = await steadyLoad(product, sinkPort);
    const verdict = await verify(sinkPort, [...full.acknowledged, ...steady.acknowledged]);
    console.log(
      JSON.stringify(
        {
          oldRuns: Number(values.old),
          ...full.figures,
          ...steady.figures,
          bytesPerRun,
          memoryMB: full.memory,
          ...verdict,
        },
        null,
        2,
      ),
    );
    if (verdict.lost > 0) process.exitCode = 1;
  } finally {
    await product.stop();
    sink.disconnect();
  }
}

async function fullLoad(product: Product, sinkPort: number) {
  await delays(sinkPort);
  const started = performance.now();
  const peak = { hub: 0, database: 0 };
  const watching = setInterval(() => {
    const now = memory();
    peak.hub = Math.max(peak.hub, now.hub);
    peak.database = Math.max(peak.database, now.database);
  }, 500);
  const result = await load(product, { seconds, connections: 50 });
  await drained(product);
  clearInterval(watching);
  const elapsed = (performance.now() - started) / 1000;
  const arrival = await delays(sinkPort);
  return {
    acknowledged: result.acknowledged,
    memory: peak,
    figures: {
      acksPerSecond: Math.round(result.acknowledged.length / result.seconds),
      runsPerSecond: Math.round(result.acknowledged.length / elapsed),
      fullLoad: {
        ...latency('ack', result.latencies),
        ...latency('eventToEffect', arrival),
        refused: result.others,
      },
    },
  };
}

async function steadyLoad(product: Product, sinkPort: number) {
  const result: LoadResult = await load(product, { seconds, connections: 100, perSecond: 500 });
  await drained(product);
  const arrival = await delays(sinkPort);
  return {
    acknowledged: result.acknowledged,
    figures: {
      at500PerSecond: {
        ...latency('ack', result.latencies),
        ...latency('eventToEffect', arrival),
        refused: result.others,
      },
    },
  };
}

function latency(name: string, sorted: number[]): Record<string, number> {
  return { [`${name}P50Ms`]: percentile(sorted, 0.5), [`${name}P99Ms`]: percentile(sorted, 0.99) };
}

async function drained({ hub }: Product): Promise<void> {
  for (;;) {
    const { rows } = await hub.pool.query<{ left: boolean }>(
      'select exists (select from jobs where run_id is not null) as left',
    );
    if (!rows[0]!.left) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function databaseBytes({ hub }: Product): Promise<number> {
  const { rows } = await hub.pool.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return Number(rows[0]!.bytes);
}

async function delays(sinkPort: number): Promise<number[]> {
  const response = await fetch(`http://127.0.0.1:${sinkPort}/delays`);
  return ((await response.json()) as number[]).sort((a, b) => a - b);
}

async function verify(sinkPort: number, acknowledged: string[]) {
  const response = await fetch(`http://127.0.0.1:${sinkPort}/ids`);
  const seen = new Map((await response.json()) as [string, number][]);
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !seen.has(id)).length,
    doubled: [...seen.values()].filter((times) => times > 1).length,
  };
}
