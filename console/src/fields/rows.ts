import type { Json } from '../../../src/api/contract.ts';

/** One row of a mapping: the target's value among its options, and the template that fills it. Other parts are kept. */
export interface Row {
  target: string;
  value: string;
  [other: string]: Json;
}

/** Rows of a stored mapping: a list of rows, or an object of target to template. */
export function readRows(value: Json | undefined): Row[] {
  if (Array.isArray(value)) {
    return value.flatMap((row) =>
      typeof row === 'object' && row !== null && !Array.isArray(row)
        ? [{ ...row, target: text(row.target), value: text(row.value) }]
        : [],
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([target, each]) => ({ target, value: text(each) }));
  }
  return [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value);
}

/** Targets named by more than one row. */
export function doubledTargets(rows: Row[]): string[] {
  const targets = rows.map((row) => row.target).filter(Boolean);
  return [...new Set(targets.filter((target, index) => targets.indexOf(target) !== index))];
}
