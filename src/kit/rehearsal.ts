import type { Json, JsonObject } from '../std/json.ts';
import type { ActionContext } from './connector.ts';
import type { VendorHttp } from './http.ts';

/** Saying what an action would do at a vendor, by reading alone. */

/** One field of a record, before and after. Null stands for nothing. */
export interface RehearsedChange {
  /** `stage`, `title`, `custom:<id>`: the console has words for the fields every account has. */
  field: string;
  /** The account's own word for a field of its own; null for the others. */
  label: string | null;
  before: Json;
  after: Json;
}

/** What would become of one record at the vendor. */
export interface RehearsedRecord {
  object: string;
  title: string;
  would: 'create' | 'update' | 'nothing';
  /** The record that is there already. */
  existing: { id: string; title: string; url: string | null } | null;
  changes: RehearsedChange[];
}

/** What one run of an action would do. The first record is the one the action is about. */
export interface Rehearsed {
  records: RehearsedRecord[];
  /** What later steps would see. */
  output: JsonObject;
}

/** What an action rehearses with. Its http refuses whatever is not reading; its effects remember nothing. */
export interface RehearsalContext extends ActionContext {
  /** What earlier rehearsals of the same look would have left behind, per connection: the connector's own notes. */
  imagined: Map<string, unknown>;
}

/** A rehearsal tried to write: a mistake in the connector, stopped before anything left us. */
export class RehearsalWrote extends Error {
  constructor(method: string, path: string) {
    super(`A rehearsal tried ${method} ${path}, which is not reading; nothing was sent.`);
    this.name = 'RehearsalWrote';
  }
}

/**
 * The same way out, for reading alone: GET, and what the connector names as reading in spite of its method.
 * @param reads `METHOD /path` of such calls
 * @returns http that throws `RehearsalWrote`, before anything is sent, for every other call
 */
export function readingOnly(http: VendorHttp, reads: readonly string[] = []): VendorHttp {
  return async (request) => {
    const path = new URL(request.url).pathname;
    if (request.method !== 'GET' && !reads.includes(`${request.method} ${path}`)) {
      throw new RehearsalWrote(request.method, path);
    }
    return http(request);
  };
}
