/**
 * Filters in RD's query language. Source: "crm-v2-rdql-filtering", read 2026-11. How a quote inside a quoted text is
 * written is not documented, so a text with quotes or backslashes is looked for by its longest piece without them, as
 * a match; whoever asks compares the answers exactly.
 */

/** `field:"text"`, or `field:~"piece"` for a text with quotes; null when no piece is left to look for. */
export function textFilter(field: string, value: string): string | null {
  if (!/["\\]/.test(value)) return `${field}:"${value}"`;
  const piece = value.split(/["\\]+/).reduce((longest, next) => (next.trim().length > longest.length ? next.trim() : longest), '');
  return piece === '' ? null : `${field}:~"${piece}"`;
}

/** All conditions must hold; missing ones are left out. Undefined when none is left. */
export function allOf(...filters: (string | null | undefined)[]): string | undefined {
  const given = filters.filter((filter): filter is string => Boolean(filter));
  return given.length === 0 ? undefined : given.join(' and ');
}
