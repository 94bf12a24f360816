import { Hono } from 'hono';
import { z } from 'zod';
import { equalInConstantTime } from '#std/hmac.ts';
import { callFaults, hookFaults } from './faults.ts';
import type { EmulatorParts } from './emulator.ts';
import type { Limiter } from './limits.ts';

export interface ControlOptions {
  /** The vendor's limiters by name. */
  limiters: Record<string, Limiter>;
  /** Puts the vendor's demo data in place; what it returns is the answer. */
  seed(): unknown;
  /** For routes a vendor adds: the sentence of the vendor's own errors, answered 422; null for any other error. */
  refusalOf?: (error: Error) => string | null;
}

const newFault = z.strictObject({
  match: z.strictObject({ method: z.string(), path: z.string(), event: z.string() }).partial().default({}),
  kind: z.enum([...callFaults, ...hookFaults]),
  times: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  params: z
    .strictObject({
      ms: z.number().min(0),
      status: z.int().min(100).max(599),
      body: z.unknown(),
      headers: z.record(z.string(), z.string()),
      copies: z.int().positive(),
    })
    .partial()
    .default({}),
});
const limitChange = z.strictObject({
  name: z.string().optional(),
  enabled: z.boolean().optional(),
  max: z.int().positive().optional(),
  windowMs: z.int().positive().optional(),
});
const policyChange = z.strictObject({
  timeoutMs: z.int().positive().optional(),
  retryMs: z.array(z.int().min(0)).optional(),
});

/**
 * The control door of an emulator, to be mounted at `/_emulator`: ledger, faults, limits, deliveries, reset, seed.
 * A vendor adds routes of its own to the app it gets. Every call needs `Authorization: Bearer <token>`; a bad body
 * is answered 400 with its faults.
 */
export function controlApp(parts: EmulatorParts, options: ControlOptions): Hono {
  const app = new Hono();
  const { journal, faults } = parts;
  app.use(async (c, next) => {
    const given = c.req.header('authorization') ?? '';
    if (equalInConstantTime(given, `Bearer ${parts.controlToken}`)) return next();
    return c.json({ error: 'Send the control token as Authorization: Bearer <token>.' }, 401);
  });
  app.onError((error, c) => {
    if (error instanceof z.ZodError) {
      return c.json({ error: 'The body is not understood.', faults: error.issues }, 400);
    }
    if (error instanceof SyntaxError) return c.json({ error: 'The body is not JSON.' }, 400);
    const refusal = options.refusalOf?.(error) ?? null;
    return c.json({ error: refusal ?? error.message }, refusal === null ? 500 : 422);
  });

  app.get('/ledger', (c) => c.json({ entries: journal.ledger(Number(c.req.query('after') ?? 0)) }));
  faultRoutes(app, parts);
  limitRoutes(app, options.limiters);
  deliveryRoutes(app, parts);
  app.post('/reset', (c) => {
    journal.reset();
    faults.clear();
    for (const limiter of Object.values(options.limiters)) limiter.reset();
    return c.body(null, 204);
  });
  app.post('/seed', (c) => c.json(journal.commit(() => options.seed()) ?? {}));
  return app;
}

function faultRoutes(app: Hono, { faults }: EmulatorParts): void {
  app.post('/faults', async (c) => c.json(faults.add(newFault.parse(await c.req.json())), 201));
  app.get('/faults', (c) => c.json({ faults: faults.list() }));
  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
}

function limitRoutes(app: Hono, limiters: ControlOptions['limiters']): void {
  const rates = () => Object.fromEntries(Object.entries(limiters).map(([name, { rate }]) => [name, rate]));
  app.get('/limits', (c) => c.json(rates()));
  app.put('/limits', async (c) => {
    const { name, ...change } = limitChange.parse(await c.req.json());
    for (const [key, limiter] of Object.entries(limiters)) {
      if (name === undefined || name === key) limiter.set(withoutUndefined(change));
    }
    return c.json(rates());
  });
}

function deliveryRoutes(app: Hono, { deliveries }: EmulatorParts): void {
  app.get('/deliveries', (c) => {
    const newest = deliveries.list().slice(0, Number(c.req.query('limit') ?? 200));
    return c.json({ pending: deliveries.pending(), deliveries: newest });
  });
  app.put('/deliveries/policy', async (c) => {
    deliveries.setPolicy(withoutUndefined(policyChange.parse(await c.req.json())));
    return c.json(deliveries.policy);
  });
  app.post('/deliveries/:id/redeliver', (c) =>
    deliveries.redeliver(c.req.param('id')) ? c.body(null, 202) : c.json({ error: 'No such delivery.' }, 404),
  );
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Defined<T>;
}
