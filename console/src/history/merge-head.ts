/** What a list shows, with what is newer waiting. */
export interface Merged<Item> {
  shown: Item[];
  fresh: Item[];
}

/**
 * Brings rows on screen up to date without moving them: rows of the head that are shown already replace their older
 * selves, rows that are not wait as `fresh`. `pages` and `head` are newest first.
 */
export function mergeHead<Item extends { id: string }>(pages: Item[], head: Item[]): Merged<Item> {
  const newest = new Map(head.map((item) => [item.id, item]));
  const known = new Set(pages.map((item) => item.id));
  const shown = pages.map((item) => newest.get(item.id) ?? item);
  const first = pages[0];
  // Rows of the head below the first shown one came to match late; they are part of the next full reading.
  const until = first ? head.findIndex((item) => known.has(item.id)) : head.length;
  const fresh = head.slice(0, until < 0 ? head.length : until).filter((item) => !known.has(item.id));
  return { shown, fresh };
}
