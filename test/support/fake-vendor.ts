import { z } from 'zod';
import type { Action, ConnectionContext, ParsedEvent } from '#kit/connector.ts';
import type { EnsureEffect, Found } from '#kit/effects.ts';
import type { VendorHttp } from '#kit/http.ts';
import type { Definition, Step } from '#domain/workflow.ts';
import type { FilterGroup } from '#domain/filter.ts';
import type { Id } from '#std/id.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { defineConnector, Unrecognized } from '#kit/connector.ts';
import { VendorResponse } from '#kit/http.ts';
import { kindOfStatus, retryAfterMs, VendorError } from '#kit/vendor-error.ts';
import { hmacSha256Hex } from '#std/hmac.ts';
import { isObject } from '#std/json.ts';
import { newId } from '#std/id.ts';

export interface VendorAnswer {
  status?: number;
  headers?: Record<string, string>;
  json?: Json;
}

/** A vendor in memory: keeps deals, counts calls, and answers the next ones as a test says. */
export class FakeVendor {
  /** Every call that reached it, as `POST /calls {"text":"a"}`. */
  readonly calls: string[] = [];
  /** Titles by id. It has no idempotency: every create makes another one. */
  readonly deals = new Map<string, string>();
  /** Pages of changes by cursor; the first one's is null. Given as `[cursor, bodies, next]`. */
  pages: [cursor: Json, bodies: Json[], next: Json][] = [];
  /** Instead of (or, when it gives nothing, before) the vendor's own work. */
  readonly script: ((call: string) => VendorAnswer | void | Promise<VendorAnswer | void>)[] = [];

  readonly http: VendorHttp = async ({ method, url, json }) => {
    const call = `${method} ${url.replace('https://fake.test', '')} ${JSON.stringify(json ?? null)}`;
    this.calls.push(call);
    const answer = (await this.script.shift()?.(call)) ?? this.#work(method, url, json);
    const body = Buffer.from(JSON.stringify(answer.json ?? {}));
    return new VendorResponse(answer.status ?? 200, answer.headers ?? {}, body);
  };

  #work(method: string, url: string, json: Json | undefined): VendorAnswer {
    if (method === 'POST' && url.endsWith('/deals')) {
      const id = newId();
      this.deals.set(id, (json as { title: string }).title);
      return { json: { id } };
    }
    return { json: { deals: [...this.deals].map(([id, title]) => ({ id, title })) } };
  }

  /** How many calls began so. */
  count(prefix: string): number {
    return this.calls.filter((call) => call.startsWith(prefix)).length;
  }
}

async function ask(context: ConnectionContext, method: 'GET' | 'POST', path: string, json?: JsonObject) {
  const url = `https://fake.test${path}`;
  const response = await context.http({ method, url, ...(json ? { json } : {}) });
  if (response.status < 400) return response.json() as JsonObject;
  throw new VendorError(kindOfStatus(response.status), `The vendor answered ${response.status}.`, {
    status: response.status,
    retryAfterMs: retryAfterMs(response.headers['retry-after'], context.clock.now()),
  });
}

const input = z.object({ text: z.string() });
const form = { version: 1, input, fields: [], output: [] };

/** A call that may be sent again. */
const call: Action = {
  ...form,
  key: 'call.make',
  effect: { mode: 'idempotent' },
  async run(context, { text }: z.infer<typeof input>) {
    const answer = await ask(context, 'POST', '/calls', { text });
    return { output: { text, answer }, terms: [text] };
  },
};

/** A call that carries its key, so its attempt is written before it. */
const keyed: Action = { ...call, key: 'call.key', effect: { mode: 'keyed' } };

/** A call whose receivers are slow. */
const slow: Action = { ...call, key: 'call.wait', lane: 'webhooks' };

/** Fails in a way that nobody foresaw. */
const broken: Action = {
  ...form,
  key: 'call.break',
  effect: { mode: 'idempotent' },
  run: () => Promise.reject(new TypeError('x is not a function')),
};

/** Finds or creates a deal by its title. */
const ensureDeal: Action = {
  ...form,
  key: 'deal.ensure',
  effect: { mode: 'probe', visibilityDelayMs: 0 },
  async run(context, { text }: z.infer<typeof input>) {
    const { id, outcome } = await context.effects.ensure(dealEffect(context, text));
    return { output: { id, outcome } };
  },
};

function dealEffect(context: ConnectionContext, title: string): EnsureEffect<string> {
  const deals = async () => {
    const { deals } = await ask(context, 'GET', '/deals');
    return deals as { id: string; title: string }[];
  };
  return {
    object: 'deal',
    match: title,
    async find(): Promise<Found<string>> {
      const found = (await deals()).filter((deal) => deal.title === title);
      if (found.length > 1) return { kind: 'many', candidates: found };
      return found[0] ? { kind: 'one', id: found[0].id, value: title } : { kind: 'none' };
    },
    create: async () => {
      const { id } = await ask(context, 'POST', '/deals', { title });
      return { id: id as string, value: title };
    },
    read: async (id) => (await deals()).find((deal) => deal.id === id)?.title ?? null,
  };
}

/** `{facts: [{id, name?, at?, kind?}]}`, or one fact alone; `kind` is the trigger, `at` milliseconds. */
function parse(body: Json): ParsedEvent[] {
  if (!isObject(body)) throw new Unrecognized('not an object');
  const facts = (body['facts'] ?? [body]) as JsonObject[];
  if (body['crash'] === true) throw new TypeError('x is not a function');
  return facts.map((fact) => {
    if (typeof fact['id'] !== 'string') throw new Unrecognized('a fact without an id');
    const name = typeof fact['name'] === 'string' ? fact['name'] : fact['id'];
    return {
      trigger: typeof fact['kind'] === 'string' ? fact['kind'] : 'thing.happened',
      dedupeKey: fact['id'],
      occurredAt: typeof fact['at'] === 'number' ? fact['at'] : null,
      data: fact,
      terms: [],
      title: name,
    };
  });
}

/** The connector of a fake vendor: one trigger, actions of every kind of effect, signed webhooks, changes in pages. */
export function fakeConnector(vendor: FakeVendor = new FakeVendor()) {
  return defineConnector({
    key: 'fake',
    name: 'Fake',
    monogram: { text: 'FK', color: '#000000' },
    environments: [{ key: 'live', kind: 'live', origins: {} }],
    auth: [{ kind: 'token', key: 'token', fields: [] }],
    budget: { requests: 1_000_000, perMs: 1_000 },
    test: async () => ({ account: 'Fake' }),
    triggers: [
      {
        key: 'thing.happened',
        version: 1,
        subscribes: [],
        settings: z.record(z.string(), z.json()),
        fields: [],
        output: [],
        matches: ({ only }, { name }) => only === undefined || only === name,
      },
    ],
    actions: [call, keyed, slow, broken, ensureDeal],
    options: {},
    webhooks: {
      proof: 'signature',
      verify: ({ headers, body }, secrets) =>
        secrets.some((secret) => headers['x-signature'] === hmacSha256Hex(secret, body)),
      parse,
      subscribe: async () => ({ ids: [], secret: null }),
      unsubscribe: async () => undefined,
    },
    changes: {
      everyMs: 60_000,
      overlapMs: 60_000,
      async read(_context, { from, to }, cursor) {
        vendor.calls.push(`changes ${from} ${to} ${JSON.stringify(cursor)}`);
        await vendor.script.shift()?.('changes');
        const page = vendor.pages.find(([of]) => JSON.stringify(of) === JSON.stringify(cursor));
        return { bodies: page?.[1] ?? [], next: page?.[2] ?? null };
      },
    },
  });
}

/** A step of a test's workflow: the action's key, with `{{ name }}` as its text unless told. */
export interface StepUse {
  key: string;
  text?: string;
  orderBy?: string;
  /** First wait after a failure, milliseconds. */
  firstMs?: number;
  maxMs?: number;
  giveUpAfterMs?: number;
}

/** A workflow that goes through steps `s1`, `s2`, … when something happened. */
export function workflowOf(
  connectionId: Id,
  steps: StepUse[],
  when: { only?: string; filters?: FilterGroup } = {},
): Definition {
  const { filters = null, ...settings } = when;
  const named = steps.map((step, index): [string, Step] => [
    `s${index + 1}`,
    {
      kind: 'action',
      connector: 'fake',
      connectionId,
      key: step.key,
      version: 1,
      input: { text: step.text ?? '{{ name }}' },
      orderBy: step.orderBy ?? null,
      retry: {
        firstMs: step.firstMs ?? 60_000,
        factor: 2,
        maxMs: step.maxMs ?? 3_600_000,
        giveUpAfterMs: step.giveUpAfterMs ?? 86_400_000,
        jitter: 0,
      },
      next: index + 1 < steps.length ? `s${index + 2}` : null,
    },
  ]);
  return {
    schema: 1,
    trigger: { connector: 'fake', connectionId, key: 'thing.happened', version: 1, settings },
    filters,
    start: 's1',
    steps: Object.fromEntries(named),
  };
}
