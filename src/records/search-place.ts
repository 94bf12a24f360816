import { AppError } from '../std/errors.ts';
import type { Id } from '../std/id.ts';

/** Where a page ended: the last record, with what it was sorted by. */
export interface Place {
  id: Id;
  key: string | null;
  /** Among those that have no value of the sorted property. */
  blank: boolean;
}

/** A place as text for the next request. */
export function showPlace({ id, key, blank }: Place): string {
  return Buffer.from(JSON.stringify([id, key, blank])).toString('base64url');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads what `showPlace` gave. Throws AppError `invalid`. */
export function readPlace(text: string): Place {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(read)) {
      const [id, key, blank] = read as unknown[];
      const keyed = key === null || typeof key === 'string';
      if (
        typeof id === 'string' &&
        uuid.test(id) &&
        keyed &&
        typeof blank === 'boolean' &&
        blank === (key === null)
      ) {
        return { id, key, blank };
      }
    }
  } catch {
    // Told below, like any other text that is none of ours.
  }
  throw new AppError('invalid', 'This cursor is not one of ours. Ask for the first page without a cursor.', {
    faults: [{ path: 'cursor', code: 'invalid' }],
  });
}
