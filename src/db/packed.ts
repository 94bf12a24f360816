/**
 * Byte strings as one parameter with their places in it. In an array each would be sent as text, twice its size, and
 * taken apart again character by character.
 */
export interface Packed {
  bytes: Buffer;
  /** Where each begins, from 1 as SQL counts; null for null. */
  starts: (number | null)[];
  lengths: number[];
}

/** Packs byte strings, to be unpacked in a statement with `unpacked`. */
export function pack(items: readonly (Buffer | null)[]): Packed {
  let end = 1;
  const starts = items.map((item) => {
    if (item === null) return null;
    end += item.length;
    return end - item.length;
  });
  const present = items.filter((item) => item !== null);
  return { bytes: Buffer.concat(present), starts, lengths: items.map((item) => item?.length ?? 0) };
}

/** SQL for one of the packed byte strings, by the parameter that holds them all and the columns of its place; null for null. */
export function unpacked(bytes: string, start: string, length: string): string {
  return `substring(${bytes}::bytea from ${start} for ${length})`;
}
