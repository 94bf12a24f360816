import { randomUUID } from 'node:crypto';
import type { Clock } from '../../std/clock.ts';
import type { Effects, EnsureEffect, Ensured } from '../effects.ts';
import { NeedsDecision, VendorError } from '../vendor-error.ts';

interface OpenIntent {
  key: string;
  /** When the earlier call may have reached the vendor; null before the first one. */
  since: number | null;
}

/**
 * An effects room that lasts as long as a test: intents and links in memory, the same order of looking and creating as
 * the real one, no waiting.
 */
export function memoryEffects(clock: Clock): Effects {
  const links = new Map<string, string>();
  const open = new Map<string, OpenIntent>();

  async function ensure<Value>(effect: EnsureEffect<Value>): Promise<Ensured<Value>> {
    const target = `${effect.object} ${effect.match}`;
    const link = links.get(target);
    if (link !== undefined) {
      const value = await effect.read(link);
      if (value !== null) return { id: link, value, outcome: 'linked' };
      links.delete(target);
    }
    const intent = open.get(target) ?? { key: randomUUID(), since: null };
    const found = await effect.find({ intentKey: intent.key, since: intent.since });
    if (found.kind === 'many' || found.kind === 'unknowable') throw undecided(effect, found);
    const made = found.kind === 'one' ? found : await create(target, intent, effect);
    open.delete(target);
    links.set(target, made.id);
    return { id: made.id, value: made.value, outcome: found.kind === 'one' ? 'found' : 'created' };
  }

  async function create<Value>(target: string, intent: OpenIntent, effect: EnsureEffect<Value>) {
    const sentAt = clock.now();
    try {
      return await effect.create(intent.key);
    } catch (error) {
      const nothingHappened =
        error instanceof VendorError && error.reach !== 'unknown' && intent.since === null;
      if (nothingHappened) open.delete(target);
      else open.set(target, { key: intent.key, since: intent.since ?? sentAt });
      throw error;
    }
  }

  return {
    ensure,
    exclusively: (_object, _match, work) => work(),
    linked: (object, match) => Promise.resolve(links.get(`${object} ${match}`) ?? null),
  };
}

function undecided(
  { object, match }: { object: string; match: string },
  found:
    { kind: 'many'; candidates: { id: string; title: string }[] } | { kind: 'unknowable'; reason: string },
): NeedsDecision {
  if (found.kind === 'unknowable') {
    return new NeedsDecision('cannot_tell', found.reason, { params: { object, match } });
  }
  const message = `More than one ${object} may be the one meant.`;
  return new NeedsDecision('several_found', message, {
    params: { object, match },
    candidates: found.candidates,
  });
}
