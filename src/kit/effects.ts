/** What looking for a record at the vendor gave. */
export type Found<Value> =
  | { kind: 'none' }
  | { kind: 'one'; id: string; value: Value }
  | { kind: 'many'; candidates: { id: string; title: string; url?: string }[] }
  | { kind: 'unknowable'; reason: string };

/** How a probe may recognise what an earlier try of ours left behind. */
export interface ProbeHint {
  /** Key that was stamped into the earlier call. */
  intentKey: string;
  /** When the earlier call may have reached the vendor, milliseconds since the epoch; null on a first look. */
  since: number | null;
}

/** Creating something at a vendor, once. */
export interface EnsureEffect<Value> {
  /** `deal`, `contact`, `envelope`: with the connection and `match` it is the target key. */
  object: string;
  /** What makes it the same thing: a document's key, an email. Only one try per target key is open at a time. */
  match: string;
  /**
   * Looks for it at the vendor. Called before the first create with `since: null`, and after an unknown outcome
   * with the time of that call. `one` is adopted, `none` leads to `create`, the rest asks a person.
   */
  find(hint: ProbeHint): Promise<Found<Value>>;
  /** The call that creates. `intentKey` is to be stamped into it where the vendor has a place. */
  create(intentKey: string): Promise<{ id: string; value: Value }>;
  /** Reads what is already linked; `null` when it is gone at the vendor (the link is dropped and the search begins). */
  read(id: string): Promise<Value | null>;
}

export interface Ensured<Value> {
  id: string;
  value: Value;
  /** `linked`: we remembered it. `found`: the vendor had it. `created`: we made it now. */
  outcome: 'linked' | 'found' | 'created';
}

/** The effects room as an action sees it. */
export interface Effects {
  /**
   * Finds or creates, never twice: an intent is committed before the call, and after an unknown outcome the vendor is
   * asked before anything is sent again. Throws `VendorError` for the vendor's failures, `NeedsDecision` when only a
   * person can tell, and ends the attempt when another run holds the target.
   */
  ensure<Value>(effect: EnsureEffect<Value>): Promise<Ensured<Value>>;
  /** Runs a read-change-write on one thing at the vendor while nobody else does (linking a contact to a deal). */
  exclusively<Value>(object: string, match: string, work: () => Promise<Value>): Promise<Value>;
  /** The vendor's id linked to a key earlier, or null. */
  linked(object: string, match: string): Promise<string | null>;
}
