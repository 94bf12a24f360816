import type { Queryable } from '../db/pool.ts';
import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import type { EnsureEffect, Effects, Ensured, Found } from '../kit/effects.ts';
import type { Intent, TargetKey } from '../domain/intent.ts';
import { claimability } from '../domain/intent.ts';
import { newId } from '../std/id.ts';
import { NeedsDecision, VendorError } from '../kit/vendor-error.ts';
import * as store from './store.ts';

/** The target is held by another run, or our own earlier call may still become visible: come back then. */
export class TargetBusy extends Error {
  readonly waitMs: number;
  readonly heldBy: Id | null;
  constructor(waitMs: number, heldBy: Id | null) {
    super('the target of this effect is held by another run');
    this.name = 'TargetBusy';
    this.waitMs = waitMs;
    this.heldBy = heldBy;
  }
}

/** We were overtaken: nothing was sent and nothing may be. */
export class Overtaken extends Error {
  constructor() {
    super('another worker took this over');
    this.name = 'Overtaken';
  }
}

/** What the effects of one step of one run act with. */
export interface StepScope {
  db: Queryable;
  clock: Clock;
  workspaceId: Id;
  connectionId: Id;
  runId: Id;
  /** How long after a call the vendor may not show its result yet, milliseconds. */
  visibilityMs: number;
  /** Whether the claim on the job still holds, by our own clock. */
  holds(): boolean;
  /** Writes the attempt before the first call that creates; false when overtaken. */
  begin(): Promise<boolean>;
  /** From now until `deadline` (monotonic) calls may be written to a socket; null closes the window. */
  openWindow(deadline: number | null): void;
  /** A call that creates ended without a good answer: the attempt's outcome is not known. */
  outcomeUnknown(): void;
  /** Runs a statement again while the lease holds and only our database is at fault. */
  persist<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Named places where chaos tests kill or stop the process. */
  crashPoint(name: string): void;
}

/** How long a look at the vendor may take before another run may take over. */
const lookMs = 20_000;
/** How long a creating call may take, from its commit to its last byte out. */
export const callMs = 10_000;
const busyPollMs = 300;

interface HeldIntent {
  id: Id;
  holder: Id;
  /** When an earlier call may have reached the vendor. */
  since: number | null;
  /** A person said "send again": no look. */
  approved: boolean;
}

/** The effects of one step: intent → call → outcome → probe (design §5.5). */
export class StepEffects implements Effects {
  readonly #scope: StepScope;
  constructor(scope: StepScope) {
    this.#scope = scope;
  }

  async linked(object: string, match: string): Promise<string | null> {
    return this.#scope.persist(() => store.findLink(this.#scope.db, this.#key(object, match)));
  }

  async ensure<Value>(effect: EnsureEffect<Value>): Promise<Ensured<Value>> {
    const key = this.#key(effect.object, effect.match);
    for (;;) {
      const got = await this.#acquire(key);
      if ('link' in got) {
        const value = await effect.read(got.link);
        if (value !== null) return { id: got.link, value, outcome: 'linked' };
        await this.#scope.persist(() => store.dropLink(this.#scope.db, key, got.link));
        continue;
      }
      return this.#findOrCreate(key, got, effect);
    }
  }

  async exclusively<Value>(object: string, match: string, work: () => Promise<Value>): Promise<Value> {
    const got = await this.#acquire(this.#key(`lock:${object}`, match));
    if ('link' in got) throw new Error(`a lock was linked: ${object}`);
    try {
      return await work();
    } finally {
      // Left open when this fails: it runs out after `lookMs`.
      await store.closeIntent(this.#scope.db, got.id, got.holder, 'done').catch(() => undefined);
    }
  }

  #key(object: string, match: string): TargetKey {
    const { workspaceId, connectionId } = this.#scope;
    return { workspaceId, connectionId, object, match };
  }

  async #acquire(key: TargetKey): Promise<{ link: string } | HeldIntent> {
    const { db, runId, visibilityMs, persist } = this.#scope;
    const mine = { id: newId(), runId, holder: newId(), lookMs };
    for (;;) {
      const opened = await persist(() => store.openIntent(db, key, mine));
      if ('link' in opened) return opened;
      if (opened.opened) return { id: mine.id, holder: mine.holder, since: null, approved: false };
      if (opened.open === null) continue;
      const open: Intent = opened.open;
      const claim = claimability(open, runId, visibilityMs);
      if (claim.may === 'wait') {
        throw new TargetBusy(this.#waitFor(open, claim.ms), open.runId === runId ? null : open.runId);
      }
      if (await persist(() => store.takeIntent(db, open, mine))) {
        return { id: open.id, holder: mine.holder, since: open.sentAt, approved: open.status === 'approved' };
      }
    }
  }

  /** Others' looks are short: ask soon. Our own lost call is not, nor is a person: come back when it may be over. */
  #waitFor(open: Intent, ms: number): number {
    const short =
      open.runId !== this.#scope.runId && (open.status === 'looking' || open.status === 'sending');
    return short ? Math.min(ms + 50, busyPollMs) : ms + 50;
  }

  async #findOrCreate<Value>(
    key: TargetKey,
    intent: HeldIntent,
    effect: EnsureEffect<Value>,
  ): Promise<Ensured<Value>> {
    const { db, runId } = this.#scope;
    const found = intent.approved ? { kind: 'none' as const } : await this.#find(intent, effect);
    if (found.kind === 'one') {
      await this.#scope.persist(() => store.linkAndClose(db, key, { id: intent.id, runId }, found.id));
      return { id: found.id, value: found.value, outcome: 'found' };
    }
    if (found.kind !== 'none') {
      await this.#scope.persist(() => store.keepOpen(db, intent.id, intent.holder, 'parked'));
      throw undecided(key, found);
    }
    const created = await this.#create(intent, effect);
    await this.#scope.persist(() => store.linkAndClose(db, key, { id: intent.id, runId }, created.id));
    this.#scope.crashPoint('after_link_before_record');
    return { ...created, outcome: 'created' };
  }

  async #find<Value>(intent: HeldIntent, effect: EnsureEffect<Value>): Promise<Found<Value>> {
    try {
      return await effect.find({ intentKey: intent.id, since: intent.since });
    } catch (error) {
      // Nothing of ours was sent during a look; an intent with an unknown call stays open for the next probe.
      if (intent.since === null) await this.#close(intent, 'refused');
      throw error;
    }
  }

  async #create<Value>(
    intent: HeldIntent,
    effect: EnsureEffect<Value>,
  ): Promise<{ id: string; value: Value }> {
    const { db, clock, holds, openWindow, crashPoint, persist } = this.#scope;
    let deadline = 0;
    const [sending, begun] = await Promise.all([
      persist(() => {
        deadline = clock.monotonic() + callMs;
        return store.markSending(db, intent.id, intent.holder, callMs);
      }),
      this.#scope.begin(),
    ]);
    if (!sending || !begun || !holds()) throw new Overtaken();
    crashPoint('after_intent_before_call');
    openWindow(deadline);
    try {
      const created = await effect.create(intent.id);
      crashPoint('after_call_before_link');
      return created;
    } catch (error) {
      await this.#afterFailedCall(intent, error);
      throw error;
    } finally {
      openWindow(null);
    }
  }

  async #afterFailedCall(intent: HeldIntent, error: unknown): Promise<void> {
    const nothingHappened =
      error instanceof VendorError && error.reach !== 'unknown' && intent.since === null;
    if (nothingHappened) await this.#close(intent, 'refused');
    else {
      this.#scope.outcomeUnknown();
      await this.#scope.persist(() => store.keepOpen(this.#scope.db, intent.id, intent.holder, 'unknown'));
    }
  }

  async #close(intent: HeldIntent, status: 'refused'): Promise<void> {
    await this.#scope.persist(() => store.closeIntent(this.#scope.db, intent.id, intent.holder, status));
  }
}

/** The question for a person when a look found several, or could not tell. */
export function undecided(
  key: TargetKey,
  found: Exclude<Found<unknown>, { kind: 'none' } | { kind: 'one' }>,
): NeedsDecision {
  const params = { object: key.object, match: key.match };
  if (found.kind === 'many') {
    return new NeedsDecision(
      'several_found',
      `More than one ${key.object} may be the one meant; choose which.`,
      {
        params,
        candidates: found.candidates,
      },
    );
  }
  return new NeedsDecision(
    'cannot_tell',
    `Whether the ${key.object} was created cannot be told: ${found.reason}`,
    { params },
  );
}
