/**
 * Filters in RD's query language. Source: "crm-v2-rdql-filtering", read 2026-11. How a quote inside a quoted text is
 * written is not documented, so a text with quotes or backslashes is looked for by its longest piece without them, as
 * a match; whoever asks compares the answers exactly.
 */

/** `field:"text"`: equal, case and all. A match by a piece for a text with quotes; null when no piece is left. */
export function textFilter(field: string, value: string): string | null {
  return /["\\]/.test(value) ? matchFilter(field, value) : `${field}:"${value}"`;
}

/** `field:~"text"`: holds the text in any case. Null when nothing is left to look for. */
export function matchFilter(field: string, value: string): string | null {
  const pieces = value.split(/["\\]+/).map((piece) => piece.trim());
  const piece = pieces.reduce((longest, next) => (next.length > longest.length ? next : longest), '');
  return piece === '' ? null : `${field}:~"${piece}"`;
}

/** All conditions must hold; missing ones are left out. Undefined when none is left. */
export function allOf(...filters: (string | null | undefined)[]): string | undefined {
  const given = filters.filter((filter): filter is string => Boolean(filter));
  return given.length === 0 ? undefined : given.join(' and ');
}
