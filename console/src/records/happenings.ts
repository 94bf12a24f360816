import type { TimelineItem } from '../../../src/api/contract-records.ts';

/** A step of one property. */
export interface Step {
  property: string;
  from: string | null;
  to: string | null;
}

/** What one writer did at one moment, as one entry of a timeline. */
export interface Happening {
  key: string;
  kind: string;
  at: string;
  source: TimelineItem['source'];
  detail: string | null;
  title: string;
  body: string;
  steps: Step[];
  /** Ids of other records it is about. */
  others: string[];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Items of a timeline with those put together that were written at once: five changed properties, two labels of one association. */
export function happeningsOf(items: TimelineItem[]): Happening[] {
  const all: Happening[] = [];
  for (const item of items) {
    const { kind, at, source, detail, title, body, data } = item;
    const property = textOf(data['property']);
    const other = textOf(data['other']);
    const step = property === null ? [] : [{ property, from: textOf(data['old']), to: textOf(data['new']) }];
    const last = all.at(-1);
    const together =
      last &&
      kind !== 'note' &&
      last.kind === kind &&
      last.at === at &&
      last.source === source &&
      last.detail === detail;
    if (together) {
      last.steps.push(...step);
      if (other !== null && !last.others.includes(other)) last.others.push(other);
    } else {
      const key = `${at} ${kind} ${all.length}`;
      all.push({
        key,
        kind,
        at,
        source,
        detail,
        title,
        body,
        steps: step,
        others: other === null ? [] : [other],
      });
    }
  }
  return all;
}
