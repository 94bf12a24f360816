import type { Action, ActionContext, ActionResult, Connector, ConnectionContext } from '../kit/connector.ts';
import type { Effects } from '../kit/effects.ts';
import type { Failure } from '../domain/decide.ts';
import type { Reason } from '../domain/status.ts';
import type { ActionStep } from '../domain/workflow.ts';
import type { Scope } from '../domain/template.ts';
import type { JsonObject } from '../std/json.ts';
import type { z } from 'zod';
import type { Call } from '../domain/call.ts';
import { renderDeep } from '../domain/template.ts';
import { Overtaken, TargetBusy } from '../effects/effects.ts';
import { isRetryable, NeedsDecision, VendorError } from '../kit/vendor-error.ts';
import { BudgetExceeded } from '../connections/budget-exceeded.ts';
import { isConnectionError, isDeadlock } from '../db/pool.ts';
import { AppError, messageOf } from '../std/errors.ts';

/** What trying one step came to. `detail` is what the history keeps of it. */
export type Performed = { detail: Detail; http: number | null } & (
  | { kind: 'succeeded'; output: JsonObject; terms: string[] }
  | { kind: 'failed'; error: Reason; failure: Failure; outcome: 'failed' | 'unknown' }
  | { kind: 'parked'; error: Reason }
  | { kind: 'reconnect'; error: Reason }
  | { kind: 'busy'; waitMs: number }
  | { kind: 'overtaken' }
);

export interface Detail {
  input: JsonObject | null;
  notes: { code: string; params: JsonObject }[];
  touched: NonNullable<ActionResult['touched']>;
  calls: Call[];
}

export interface PerformParts {
  connector: Connector;
  action: Action;
  step: ActionStep;
  scope(): Scope;
  idempotencyKey: string;
  effects: Effects;
  detail: Detail;
  /** The connection's context with http that captures into `detail.calls`. */
  connect(): Promise<ConnectionContext>;
  /** Writes the attempt before a keyed call; false when overtaken. */
  begin(): Promise<boolean>;
  /** Whether a call that creates ended without a good answer. */
  isUnknown(): boolean;
}

/** Performs one try of a step: fills the input, checks it, runs the action, and says what it came to. Never throws. */
export async function perform(parts: PerformParts): Promise<Performed> {
  const { detail } = parts;
  const done = (rest: Record<string, unknown>) =>
    ({ detail, http: detail.calls.at(-1)?.status ?? null, ...rest }) as Performed;
  try {
    const input = readInput(parts);
    if ('fault' in input) {
      return done({ kind: 'failed', outcome: 'failed', failure: final, error: input.fault });
    }
    const base = await parts.connect();
    if (parts.action.effect.mode === 'keyed' && !(await parts.begin())) throw new Overtaken();
    const context: ActionContext = {
      ...base,
      effects: parts.effects,
      idempotencyKey: parts.idempotencyKey,
      note: (code, params = {}) => void detail.notes.push({ code, params }),
    };
    const result = await parts.action.run(context, input.value as never);
    detail.touched = result.touched ?? [];
    return done({ kind: 'succeeded', output: result.output, terms: result.terms ?? [] });
  } catch (error) {
    return done(judgeError(parts, error));
  }
}

const final: Failure = { retryable: false, retryAfterMs: null };

function readInput(parts: PerformParts): { value: unknown } | { fault: Reason } {
  let rendered: JsonObject;
  try {
    rendered = renderDeep(parts.step.input, parts.scope()) as JsonObject;
  } catch (error) {
    const code = error instanceof AppError ? `app_${error.code}` : 'template_failed';
    return { fault: { code, message: messageOf(error) } };
  }
  parts.detail.input = rendered;
  const parsed = parts.action.input.safeParse(rendered);
  if (parsed.success) return { value: parsed.data };
  return {
    fault: {
      code: 'invalid_input',
      message: describe(parsed.error),
      params: { paths: pathsOf(parsed.error) },
    },
  };
}

const pathsOf = (error: z.ZodError) => error.issues.map((issue) => issue.path.join('.'));
const describe = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');

function judgeError(parts: PerformParts, error: unknown): Record<string, unknown> {
  // A call that was held back says so as its cause.
  if (error instanceof Overtaken || (error as Error).cause instanceof Overtaken) return { kind: 'overtaken' };
  if (error instanceof TargetBusy) return { kind: 'busy', waitMs: error.waitMs };
  // The account's budget is used up for now: nobody's failure.
  if (error instanceof BudgetExceeded) return { kind: 'busy', waitMs: error.waitMs };
  if (error instanceof NeedsDecision) {
    const params = { ...error.params, candidates: error.candidates };
    return { kind: 'parked', error: { code: error.code, message: error.message, params } };
  }
  if (error instanceof VendorError) return judgeVendorError(parts, error);
  if (isConnectionError(error) || isDeadlock(error)) throw error;
  const reason: Reason = { code: 'internal_error', message: messageOf(error) };
  return {
    kind: 'failed',
    outcome: 'failed',
    failure: { retryable: true, retryAfterMs: null },
    error: reason,
  };
}

function judgeVendorError(parts: PerformParts, error: VendorError): Record<string, unknown> {
  const reason: Reason = {
    code: `vendor_${error.kind}`,
    message: error.message,
    params: { status: error.status, retryAfterMs: error.retryAfterMs },
  };
  if (error.kind === 'auth') return { kind: 'reconnect', error: reason };
  if (error.kind === 'forbidden') return { kind: 'parked', error: reason };
  const failure: Failure = { retryable: isRetryable(error.kind), retryAfterMs: error.retryAfterMs };
  const unknown = parts.isUnknown() || (parts.action.effect.mode === 'keyed' && error.reach === 'unknown');
  return { kind: 'failed', outcome: unknown ? 'unknown' : 'failed', failure, error: reason };
}
