import type { RunAction } from '../../../src/api/contract.ts';
import type { Line } from './timeline.ts';

/** What somebody did with the run, as a line of its timeline. */
export interface ActionLine {
  kind: 'action';
  key: string;
  action: RunAction;
}

/** The lines with what people did between them: each before the first attempt that came after it, else at the end. */
export function withActions(lines: Line[], actions: RunAction[]): Line[] {
  const all = [...lines];
  for (const [index, action] of actions.entries()) {
    const at = Date.parse(action.at);
    const place = all.findIndex(
      (line) => line.kind === 'attempt' && Date.parse(line.attempt.startedAt) >= at,
    );
    const next = all.findIndex((line) => line.kind === 'next');
    const end = next === -1 ? all.length : next;
    all.splice(place === -1 ? end : place, 0, { kind: 'action', key: `action/${index}`, action });
  }
  return all;
}
