import { createHmac, randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { signature } from './product.ts';

export interface LoadResult {
  acknowledged: string[];
  /** Answers other than 2xx, by status. */
  others: Record<string, number>;
  /** Milliseconds, sorted. */
  latencies: number[];
  seconds: number;
}

/** The value below which a share of sorted numbers lies. */
export function percentile(sorted: number[], share: number): number {
  return Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? NaN) * 10) / 10;
}

/** Signed events against an endpoint: 50 connections in a closed loop, or `perSecond` of them at a steady pace. */
export async function load(
  endpoint: { url: string; secret: string },
  options: { seconds: number; connections: number; perSecond?: number },
): Promise<LoadResult> {
  const { origin, pathname } = new URL(endpoint.url);
  const pool = new Pool(origin, { connections: options.connections });
  const result: LoadResult = { acknowledged: [], others: {}, latencies: [], seconds: 0 };
  const one = async (): Promise<void> => {
    const eid = randomUUID();
    const person = { email: `ana.${eid.slice(0, 8)}@example.test`, name: 'Ana Souza' };
    const body = JSON.stringify({
      eid,
      sent: Date.now(),
      event: { name: 'sign' },
      document: { key: eid, filename: 'contract.pdf' },
      signer: person,
    });
    const hmac = createHmac('sha256', endpoint.secret).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', [signature.header]: signature.prefix + hmac };
    const started = performance.now();
    const response = await pool.request({ method: 'POST', path: pathname, headers, body });
    await response.body.dump();
    if (response.statusCode < 300) {
      result.acknowledged.push(eid);
      result.latencies.push(performance.now() - started);
    } else result.others[response.statusCode] = (result.others[response.statusCode] ?? 0) + 1;
  };
  const started = performance.now();
  const over = () => performance.now() - started >= options.seconds * 1000;
  if (options.perSecond) await paced(one, options.perSecond, started, over);
  else {
    await Promise.all(
      Array.from({ length: options.connections }, async () => {
        while (!over()) await one();
      }),
    );
  }
  result.seconds = (performance.now() - started) / 1000;
  result.latencies.sort((a, b) => a - b);
  await pool.close();
  return result;
}

async function paced(
  one: () => Promise<void>,
  perSecond: number,
  started: number,
  over: () => boolean,
): Promise<void> {
  const under: Promise<void>[] = [];
  while (!over()) {
    const due = ((performance.now() - started) / 1000) * perSecond;
    while (under.length < due) under.push(one());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(under);
}
