import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Clock, Random } from '#std/clock.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createFaults, type Faults } from './faults.ts';
import { openJournal, type Journal } from './journal.ts';

/** What every emulator is made from. */
export interface EmulatorParts {
  clock: Clock;
  random: Random;
  /** A fresh UUID. */
  newId: () => string;
  /** Scheme, host and port without the vendor's path, e.g. "http://127.0.0.1:4001"; links are `${origin}/<vendor>/…`. */
  origin: string;
  /** Durable tables and the ledger of committed effects. */
  journal: Journal;
  /** Failures ordered through the control door. */
  faults: Faults;
  /** The sender of webhooks. */
  deliveries: Deliveries;
  /** What the control door asks for. */
  controlToken: string;
}

/** One vendor's emulator. Its routes carry no vendor prefix: the host mounts `app` under `/<key>`. */
export interface Emulator {
  key: string;
  title: string;
  app: Hono;
  /** Stops the sending of webhooks, then closes the journal. */
  close(): Promise<void>;
}
export type CreateEmulator = (parts: EmulatorParts) => Emulator;

export interface PartsOptions {
  /** The vendor's key: names the journal's file and the path prefix. */
  key: string;
  origin: string;
  /** Folder of the journals, which must exist; null keeps everything in memory. */
  dataFolder: string | null;
  clock: Clock;
  random: Random;
  /** The token of the control door; `demoControlToken` by default. */
  controlToken?: string;
  newId?: () => string;
  fetch?: typeof fetch;
}

/** What a demo and the tests use when nothing else is said. */
export const demoControlToken = 'emulator';

/** Makes the parts of one emulator; its journal is `<dataFolder>/<key>.jsonl`. */
export function createParts(options: PartsOptions): EmulatorParts {
  const { clock, random, origin, key } = options;
  const newId = options.newId ?? randomUUID;
  const file = options.dataFolder === null ? null : join(options.dataFolder, `${key}.jsonl`);
  const journal = openJournal({ file, clock });
  const faults = createFaults({ random, newId, prefix: `/${key}`, clock });
  const deliveries = createDeliveries({
    clock,
    faults,
    newId,
    journal,
    fetch: options.fetch ?? fetch,
  });
  const controlToken = options.controlToken ?? demoControlToken;
  return { clock, random, newId, origin, journal, faults, deliveries, controlToken };
}

/** Ends an emulator's parts in the right order. */
export async function closeParts(parts: EmulatorParts): Promise<void> {
  await parts.deliveries.close();
  parts.journal.close();
}
