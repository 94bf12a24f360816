import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';

/** Above every id. */
export const topId: Id = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Below every id. */
export const bottomId: Id = '00000000-0000-0000-0000-000000000000';

/** A place in a list, newest first: the next page holds what is older than this id. */
export function showCursor(before: Id | null): string | null {
  return before === null ? null : before.replaceAll('-', '');
}

/** Reads what `showCursor` gave; the top of the list without one. Throws `invalid`. */
export function readCursor(text: string | undefined): Id {
  if (text === undefined) return topId;
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text);
  if (match) return match.slice(1).join('-');
  throw new AppError('invalid', 'This cursor is not one of ours. Ask for the first page without a cursor.', {
    faults: [{ path: 'cursor', code: 'invalid' }],
  });
}

/** The id right after another. */
export function idAfter(id: Id): Id {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.length > 32 ? topId : next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
