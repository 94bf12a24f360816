import type { Contact, CrmObject, Deal, DealLine, Organization } from '../port.ts';

/** A record that a rehearsal would write: as it is at RD (null: not there), and as it would be. */
export interface Written<Value> {
  before: Value | null;
  after: Value;
}

/** What a rehearsal would have written of one kind of record, over what is really there. */
export class Shelf<Value extends { id: string }> {
  /** As they would be, by id; kept from one document of a look to the next. */
  readonly #imagined = new Map<string, Value>();
  /** Whatever was read on the way: names for ids. */
  readonly #seen = new Map<string, Value>();
  #written = new Map<string, Written<Value>>();

  /** A record as a run would find it by now. */
  now(real: Value): Value {
    this.#seen.set(real.id, real);
    return this.#imagined.get(real.id) ?? real;
  }

  /** An imagined record, or undefined when only RD can tell. */
  imagined(id: string): Value | undefined {
    return this.#imagined.get(id);
  }

  /** Records that are not at RD at all, newest first. */
  made(): Value[] {
    return [...this.#imagined.values()].filter((one) => isImaginedId(one.id)).reverse();
  }

  known(id: string): Value | undefined {
    return this.#imagined.get(id) ?? this.#seen.get(id);
  }

  write(before: Value | null, after: Value): Value {
    const first = this.#written.get(after.id);
    this.#written.set(after.id, { before: first ? first.before : before, after });
    this.#imagined.set(after.id, after);
    return after;
  }

  /** What was written since this was asked last. */
  take(): Written<Value>[] {
    const written = [...this.#written.values()];
    this.#written = new Map();
    return written;
  }
}

/** What a look at several documents has imagined so far, of one account. */
export class Imagined {
  readonly deals = new Shelf<Deal>();
  readonly contacts = new Shelf<Contact>();
  readonly organizations = new Shelf<Organization>();
  readonly lines = new Map<string, DealLine[]>();
  /** Notes and tasks that would be written, by kind and what they say. */
  activities: { object: 'note' | 'task'; title: string }[] = [];
  #count = 0;

  newId(object: CrmObject | 'line' | 'note' | 'task'): string {
    this.#count += 1;
    return `${prefix}${object}-${this.#count}`;
  }
}

const prefix = 'imagined-';

/** Whether an id is one of a record that exists only in a rehearsal. */
export function isImaginedId(id: string): boolean {
  return id.startsWith(prefix);
}
