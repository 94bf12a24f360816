import type { Queryable } from '../db/pool.ts';
import type { Effects, EnsureEffect, Ensured } from '../kit/effects.ts';
import type { Id } from '../std/id.ts';
import { undecided } from './effects.ts';
import * as store from './store.ts';

/** Whose links a rehearsal looks at. */
export interface RehearsalTarget {
  workspaceId: Id;
  connectionId: Id;
  /** What is remembered under a target key. */
  linked(object: string, match: string): Promise<string | null>;
  /** Links that earlier rehearsals of the same look would have made, by `object match`. */
  imagined: Map<string, string>;
}

/** The remembered links of one connection, for reading. */
export function readLinks(db: Queryable, workspaceId: Id, connectionId: Id): RehearsalTarget['linked'] {
  return (object, match) => store.findLink(db, { workspaceId, connectionId, object, match });
}

/**
 * Effects that leave no trace: the order of looking and creating is that of a run, links are read from the database and
 * kept in memory, no intent is opened. `create` must be an imagined one; its http refuses to write.
 */
export class RehearsalEffects implements Effects {
  readonly #target: RehearsalTarget;
  readonly #gone = new Set<string>();
  constructor(target: RehearsalTarget) {
    this.#target = target;
  }

  async linked(object: string, match: string): Promise<string | null> {
    const name = `${object} ${match}`;
    const imagined = this.#target.imagined.get(name);
    if (imagined !== undefined) return imagined;
    return this.#gone.has(name) ? null : this.#target.linked(object, match);
  }

  async ensure<Value>(effect: EnsureEffect<Value>): Promise<Ensured<Value>> {
    const { object, match } = effect;
    const { imagined } = this.#target;
    const name = `${object} ${match}`;
    const link = await this.linked(object, match);
    const value = link === null ? null : await effect.read(link);
    if (link !== null && value !== null) return { id: link, value, outcome: 'linked' };
    imagined.delete(name);
    this.#gone.add(name);
    const found = await effect.find({ intentKey: 'rehearsal', since: null });
    if (found.kind === 'many' || found.kind === 'unknowable') {
      throw undecided(this.#key(object, match), found);
    }
    const made = found.kind === 'one' ? found : await effect.create('rehearsal');
    imagined.set(name, made.id);
    return { id: made.id, value: made.value, outcome: found.kind === 'one' ? 'found' : 'created' };
  }

  exclusively<Value>(_object: string, _match: string, work: () => Promise<Value>): Promise<Value> {
    return work();
  }

  #key(object: string, match: string) {
    const { workspaceId, connectionId } = this.#target;
    return { workspaceId, connectionId, object, match };
  }
}
