import { Agent } from 'undici';
import type { Clock } from '../../std/clock.ts';
import { messageOf } from '../../std/errors.ts';
import { VendorResponse, type VendorRequest } from '../../kit/http.ts';
import { refusalOf } from './address.ts';
import { allowedTargets, type AllowedTargets } from './allowed-targets.ts';
import { captureBody, captureHeaders, type Capture } from './capture.ts';
import { createDeadlines } from './deadlines.ts';
import { Exchange, type Answer, type WireRequest } from './exchange.ts';
import { refusedRequest } from './failure.ts';
import { guardedConnector, openConnector, systemResolve, type Resolve } from './guard.ts';
import { createHostGates } from './host-gates.ts';
import { createMasker, type Masker } from './masker.ts';
import { targetOf, wireRequest } from './request.ts';

export type { Capture } from './capture.ts';

/** What one call may do, and what is kept of it. */
export interface OutboundPolicy {
  /** Exact origins (`http://127.0.0.1:4001`) that may be reached whatever their address and scheme. */
  allowOrigins: readonly string[];
  /** Refuse every other origin. */
  onlyAllowed?: boolean;
  /** Refuse `http:` everywhere else. */
  httpsOnly: boolean;
  signal?: AbortSignal | undefined;
  /** Called right before the first byte is written. A throw holds the call back: `VendorError` with `not_sent`. */
  beforeWrite?: (() => void) | undefined;
  /** Gets the call, masked, when it is over. */
  capture?: Capture | undefined;
  /** Values masked in the capture. Hand in the same array for many calls: it is prepared once. */
  secrets?: readonly string[] | undefined;
  /** Upper bound on the request's own timeout, in milliseconds. */
  timeoutMs?: number | undefined;
  /** Most calls under way to this host from this process; waits up to 2 s, then throws `BudgetExceeded`. */
  perHost?: number | undefined;
}

export interface Outbound {
  /**
   * Sends one request. Answers with any status; a redirect is an answer like any other and is never followed. What a
   * refusal (400 and above) repeats of the policy's `secrets` is masked.
   * Throws `VendorError` when there was no answer (its `reach` says whether the call may have happened), and
   * `BudgetExceeded` when `perHost` calls are under way.
   */
  call(request: VendorRequest, policy: OutboundPolicy): Promise<VendorResponse>;
  /** Closes all connections, breaking off what is under way. */
  close(): Promise<void>;
}

export interface OutboundOptions {
  clock: Clock;
  resolve?: Resolve;
  /** Hosts, addresses and ranges an administrator allowed: COUNTERSIGN_ALLOW_TARGETS. */
  allowTargets?: readonly string[];
  /** Longest answer read, in bytes. Default 10 MB. */
  maxBytes?: number;
  connectTimeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The hub's way out: keep-alive pools per origin, an address check on every connection, a deadline for the whole call,
 * a masked record of it. Allowed targets have pools of their own, so a guarded call never finds an open
 * connection to a private host.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { clock, resolve = systemResolve, connectTimeoutMs = 10_000, maxBytes = 10 * 1_048_576 } = options;
  const pool = { connections: 128, pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
  const targets = allowedTargets(options.allowTargets ?? []);
  const refusal = (address: string) => (targets.hasAddress(address) ? null : refusalOf(address));
  const guarded = new Agent({ ...pool, connect: guardedConnector(resolve, connectTimeoutMs, refusal) });
  const open = new Agent({ ...pool, connect: openConnector(resolve, connectTimeoutMs) });
  const deadlines = createDeadlines({ clock });
  const gates = createHostGates({ deadlines });

  function exchange(
    wire: WireRequest,
    policy: OutboundPolicy,
    allowed: boolean,
    timeoutMs: number,
  ): Exchange {
    const { beforeWrite, signal } = policy;
    const dispatcher = allowed ? open : guarded;
    return new Exchange(wire, { dispatcher, deadlines, timeoutMs, maxBytes, beforeWrite, signal });
  }

  async function send(request: VendorRequest, policy: OutboundPolicy): Promise<Answer> {
    const url = targetOf(request);
    const allowed = isAllowed(url, policy, targets);
    if (!allowed && policy.onlyAllowed === true) {
      throw refusedRequest(`${url.host} is not the emulator this connection belongs to.`);
    }
    const wire = wireRequest(request, url, policy.httpsOnly && !allowed);
    const timeoutMs = Math.min(request.timeoutMs ?? DEFAULT_TIMEOUT_MS, policy.timeoutMs ?? Infinity);
    const leave = policy.perHost === undefined ? null : await gates.enter(url.host, policy.perHost);
    try {
      const { capture } = policy;
      if (!capture) return await exchange(wire, policy, allowed, timeoutMs).answer;
      const note = recorder({ clock, capture, masker: maskerFor(policy.secrets), url, wire });
      const going = exchange(wire, policy, allowed, timeoutMs);
      return await going.answer.then(
        (answer) => (note(going, answer.body, null), answer),
        (error: unknown) => {
          note(going, null, messageOf(error));
          throw error;
        },
      );
    } finally {
      leave?.();
    }
  }

  return {
    call: async (request, policy) => {
      const answer = await send(request, policy);
      return answer.status < 400 ? responseOf(answer) : refusalWithout(answer, policy.secrets);
    },
    close: async () => {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

function isAllowed(url: URL, policy: OutboundPolicy, targets: AllowedTargets): boolean {
  if (policy.allowOrigins.includes(url.origin)) return true;
  return policy.onlyAllowed !== true && targets.hasHost(url);
}

const maskers = new WeakMap<readonly string[], Masker>();
const noSecrets: readonly string[] = [];

function maskerFor(secrets: readonly string[] = noSecrets): Masker {
  let masker = maskers.get(secrets);
  if (!masker) maskers.set(secrets, (masker = createMasker(secrets)));
  return masker;
}

const responseOf = ({ status, headers, body }: Answer) => new VendorResponse(status, headers, body);

/** A vendor's refusal is quoted in errors that are kept: credentials it repeats are taken out before anybody reads it. */
function refusalWithout(answer: Answer, secrets: readonly string[] | undefined): VendorResponse {
  const masker = maskerFor(secrets);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, masker.text(value)] as const);
  const text = answer.body.toString('utf8');
  const masked = masker.text(text);
  const body = masked === text ? answer.body : Buffer.from(masked);
  return responseOf({ ...answer, headers: Object.fromEntries(headers), body });
}

type Note = (going: Exchange, body: Buffer | null, error: string | null) => void;

function recorder(about: {
  clock: Clock;
  capture: Capture;
  masker: Masker;
  url: URL;
  wire: WireRequest;
}): Note {
  const { clock, capture, masker, url, wire } = about;
  const startedAt = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  return (going, body, error) => {
    capture.calls.push({
      method: wire.method,
      url: masker.url(url.href),
      startedAt,
      ms: Math.round(clock.monotonic() - started),
      requestHeaders: captureHeaders(wire.headers, masker),
      requestBody: captureBody(wire.body, wire.headers['content-type'] ?? '', masker),
      status: going.status,
      responseHeaders: captureHeaders(going.headers, masker),
      responseBody: captureBody(body, going.headers['content-type'] ?? '', masker),
      error: error === null ? null : masker.text(error),
    });
  };
}
