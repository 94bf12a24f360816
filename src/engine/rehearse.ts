import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import type { Rehearsed, RehearsedRecord } from '../kit/rehearsal.ts';
import type { Reason } from '../domain/status.ts';
import type { Scope } from '../domain/template.ts';
import type { ActionStep } from '../domain/workflow.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import { renderDeep } from '../domain/template.ts';
import { BudgetExceeded } from '../connections/budget-exceeded.ts';
import { readLinks, RehearsalEffects } from '../effects/rehearsal.ts';
import { readingOnly, RehearsalWrote } from '../kit/rehearsal.ts';
import { NeedsDecision, VendorError } from '../kit/vendor-error.ts';
import { AppError, messageOf } from '../std/errors.ts';

/** What a step would come to. `run`: it would run, and nobody can say what it would do without running it. */
export type Would = Rehearsed['records'][number]['would'] | 'ask' | 'cannot' | 'run';

/** A step of a workflow, rehearsed with one document. */
export interface RehearsedStep {
  would: Would;
  records: RehearsedRecord[];
  notes: { code: string; params: JsonObject }[];
  /** Why it cannot, or what it would ask. */
  reason: Reason | null;
  candidates: NeedsDecision['candidates'];
  /** What later steps would see; null when nobody can tell. */
  output: JsonObject | null;
}

export interface RehearsalParts {
  pool: Pool;
  connectors: Record<string, Connector>;
  /** A connection's context for a person who waits, until the signal. */
  context(workspaceId: Id, connectionId: Id, signal: AbortSignal): Promise<ConnectionContext>;
}

/** What a look would have left behind at one connection: our links, and the connector's own notes. */
interface Imagined {
  links: Map<string, string>;
  records: Map<string, unknown>;
}

/** One look at several documents: what the first would leave behind, the second finds. */
export class Rehearsal {
  readonly #parts: RehearsalParts;
  readonly #workspaceId: Id;
  readonly #signal: AbortSignal;
  readonly #contexts = new Map<Id, Promise<ConnectionContext>>();
  readonly #imagined = new Map<Id, Imagined>();

  /** @param signal ends the look; calls under way are given up */
  constructor(parts: RehearsalParts, workspaceId: Id, signal: AbortSignal) {
    this.#parts = parts;
    this.#workspaceId = workspaceId;
    this.#signal = signal;
  }

  /**
   * Rehearses one step with one document. Vendors' failures and questions are answers; throws `BudgetExceeded`, what a
   * lost database throws, and what aborting throws.
   * @param key tells this document's steps from those of another
   */
  async step(step: ActionStep, scope: Scope, key: string): Promise<RehearsedStep> {
    const action = this.#parts.connectors[step.connector]?.actions.find((one) => one.key === step.key);
    if (!action) return cannot({ code: 'unknown_action', params: { key: step.key } });
    const notes: RehearsedStep['notes'] = [];
    try {
      const parsed = action.input.safeParse(renderDeep(step.input, scope));
      if (!parsed.success) {
        const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
        return cannot({ code: 'invalid_input', params: { paths }, message: parsed.error.issues[0]!.message });
      }
      if (!action.rehearse || !step.connectionId) return { ...blank, would: 'run' };
      const context = { ...(await this.#open(step, step.connectionId)), idempotencyKey: `rehearsal/${key}` };
      const note = (code: string, params: JsonObject = {}) => void notes.push({ code, params });
      const { records, output } = await action.rehearse({ ...context, note }, parsed.data as never);
      return { ...blank, would: verdict(records), records, output, notes };
    } catch (error) {
      return { ...judge(error), notes };
    }
  }

  async #open(step: ActionStep, connectionId: Id) {
    const workspaceId = this.#workspaceId;
    const known = this.#contexts.get(connectionId);
    const opened = known ?? this.#parts.context(workspaceId, connectionId, this.#signal);
    this.#contexts.set(connectionId, opened);
    const context = await opened;
    const nothing: Imagined = { links: new Map(), records: new Map() };
    const imagined = this.#imagined.get(connectionId) ?? nothing;
    this.#imagined.set(connectionId, imagined);
    const linked = readLinks(this.#parts.pool, workspaceId, connectionId);
    const reads = this.#parts.connectors[step.connector]?.readingCalls;
    return {
      ...context,
      http: readingOnly(context.http, reads),
      effects: new RehearsalEffects({ workspaceId, connectionId, linked, imagined: imagined.links }),
      imagined: imagined.records,
    };
  }
}

const blank: RehearsedStep = {
  would: 'nothing',
  records: [],
  notes: [],
  reason: null,
  candidates: [],
  output: null,
};

const cannot = (reason: Reason): RehearsedStep => ({ ...blank, would: 'cannot', reason });

/** The first record is what the step is about: it is created, or something is changed, or nothing is. */
function verdict(records: RehearsedRecord[]): Would {
  if (records[0]?.would === 'create') return 'create';
  return records.some((record) => record.would !== 'nothing') ? 'update' : 'nothing';
}

function judge(error: unknown): RehearsedStep {
  if (error instanceof NeedsDecision) {
    const reason = { code: error.code, params: error.params, message: error.message };
    return { ...blank, would: 'ask', reason, candidates: error.candidates };
  }
  if (error instanceof VendorError) {
    const { kind, status, message } = error;
    return cannot({ code: `vendor_${kind}`, params: { status }, message });
  }
  if (error instanceof BudgetExceeded) throw error;
  if (error instanceof AppError) return cannot({ code: `app_${error.code}`, message: error.message });
  if (error instanceof RehearsalWrote) {
    return { ...blank, would: 'run', reason: { code: 'rehearsal_stopped', message: messageOf(error) } };
  }
  throw error;
}
