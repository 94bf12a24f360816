import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { Clock, Random } from '#std/clock.ts';

export const callFaults = ['delay', 'status', 'html500_after', 'hang', 'cut_before', 'cut_after'] as const;
export const hookFaults = ['hook_drop', 'hook_duplicate', 'hook_delay', 'hook_reorder'] as const;
export type FaultKind = (typeof callFaults)[number] | (typeof hookFaults)[number];

/** A failure to bring about: which calls or webhooks, what happens to them, how often. */
export interface FaultRule {
  id: string;
  match: {
    method?: string | undefined;
    /** Regular expression on the path without the vendor's prefix (calls) or on the receiver's URL (webhooks). */
    path?: string | undefined;
    /** The webhook's event name, exactly. */
    event?: string | undefined;
  };
  kind: FaultKind;
  /** Fires at most so often; without it for ever. */
  times?: number | undefined;
  /** Chance from 0 to 1 that a matching call is hit; without it always. */
  probability?: number | undefined;
  params: {
    /** For delay and hook_delay, milliseconds. */
    ms?: number | undefined;
    status?: number | undefined;
    body?: unknown;
    headers?: Record<string, string> | undefined;
    /** For hook_duplicate: extra copies, 1 by default. */
    copies?: number | undefined;
  };
  /** How often it has hit. */
  fired: number;
}
export type NewFaultRule = Omit<FaultRule, 'id' | 'fired' | 'params'> & Partial<Pick<FaultRule, 'params'>>;

export interface Faults {
  add(rule: NewFaultRule): FaultRule;
  list(): FaultRule[];
  clear(): void;
  /** Wraps the vendor's API (not its pages, not the control door). The first rule that hits decides. */
  readonly middleware: MiddlewareHandler;
  /** The rule that hits a webhook about to be sent for the first time, if any. */
  forHook(event: string, url: string): FaultRule | null;
}

interface FaultsOptions {
  clock: Clock;
  random: Random;
  newId: () => string;
  /** The vendor's path prefix, e.g. "/acme", taken off before matching. */
  prefix: string;
}

/** Makes an empty set of fault rules. */
export function createFaults(options: FaultsOptions): Faults {
  let rules: FaultRule[] = [];

  function hit(matches: (rule: FaultRule) => boolean): FaultRule | null {
    for (const rule of rules) {
      if (rule.fired >= (rule.times ?? Infinity) || !matches(rule)) continue;
      if (options.random() >= (rule.probability ?? 1)) continue;
      rule.fired++;
      return rule;
    }
    return null;
  }

  return {
    add(rule) {
      const added = { params: {}, ...rule, id: options.newId(), fired: 0 };
      rules.push(added);
      return added;
    },
    list: () => rules,
    clear: () => void (rules = []),
    middleware: async (c, next) => {
      if (rules.length === 0) return next();
      const path = c.req.path.startsWith(`${options.prefix}/`)
        ? c.req.path.slice(options.prefix.length)
        : c.req.path;
      const rule = hit((rule) => !isHookFault(rule.kind) && matchesCall(rule, c.req.method, path));
      return rule ? await strike(rule, c, next, options.clock) : await next();
    },
    forHook: (event, url) =>
      hit(
        (rule) =>
          isHookFault(rule.kind) &&
          (rule.match.event === undefined || rule.match.event === event) &&
          (rule.match.path === undefined || new RegExp(rule.match.path).test(url)),
      ),
  };
}

function isHookFault(kind: FaultKind): boolean {
  return (hookFaults as readonly string[]).includes(kind);
}

function matchesCall(rule: FaultRule, method: string, path: string): boolean {
  const { match } = rule;
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return match.path === undefined || new RegExp(match.path).test(path);
}

async function strike(
  rule: FaultRule,
  c: Context,
  next: () => Promise<void>,
  clock: Clock,
): Promise<Response | void> {
  switch (rule.kind) {
    case 'delay':
      await clock.sleep(rule.params.ms ?? 1000);
      return next();
    case 'status':
      return statusAnswer(rule);
    case 'html500_after':
      await next();
      c.res = undefined;
      c.res = htmlError();
      return;
    case 'hang':
      return hang(c);
    case 'cut_before':
      return cut(c);
    case 'cut_after':
      await next();
      c.res = undefined;
      c.res = cut(c);
      return;
    default:
      return next();
  }
}

function statusAnswer(rule: FaultRule): Response {
  const { status = 500, body = null, headers = {} } = rule.params;
  if (body === null && status === 500) return htmlError();
  if (body === null) return new Response('', { status, headers });
  if (typeof body === 'string') return new Response(body, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function htmlError(): Response {
  const page =
    '<!DOCTYPE html><html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>';
  return new Response(page, { status: 500, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function socketOf(c: Context): IncomingMessage['socket'] {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  if (!incoming) {
    throw new Error('Faults that cut or hold a connection need the node server, not app.request()');
  }
  return incoming.socket;
}

/** The socket stays open until the client gives up. */
async function hang(c: Context): Promise<Response> {
  const socket = socketOf(c);
  await new Promise<void>((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once('close', () => resolve());
  });
  return new Response(null, { status: 504 });
}

function cut(c: Context): Response {
  socketOf(c).destroy();
  return new Response(null, { status: 504 });
}
