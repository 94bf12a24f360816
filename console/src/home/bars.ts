import type { Home } from '../../../src/api/contract.ts';

/** What an hour's bar is made of, from the bottom up. */
export const kinds = ['completed', 'waiting', 'failed', 'other'] as const;
export type Kind = (typeof kinds)[number];

const height = 72;
/** So that one failure among thousands can still be seen. */
const least = 3;
/** A full bar stands for at least so many runs, so that a single one does not look like a rush. */
const fewest = 5;

/** One hour's bar: parts with their place in a strip 72 high, heights to the scale of the busiest hour. */
export interface HourBar {
  hour: string;
  parts: { kind: Kind; y: number; height: number }[];
}

/** Bars of the hours, to one scale. */
export function barsOf(hours: Home['hours']): HourBar[] {
  const most = Math.max(fewest, ...hours.map((hour) => kinds.reduce((sum, kind) => sum + hour[kind], 0)));
  return hours.map((hour) => {
    const present = kinds.filter((kind) => hour[kind] > 0);
    const room = height - least * present.length;
    let top = height;
    const parts = present.map((kind) => {
      const tall = least + (hour[kind] / most) * room;
      top -= tall;
      return { kind, y: round(top), height: round(tall) };
    });
    return { hour: hour.hour, parts };
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
