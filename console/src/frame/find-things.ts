import type { Connection, RunSummary, WorkflowSummary } from '../../../src/api/contract.ts';

interface Things {
  runs: RunSummary[];
  workflows: WorkflowSummary[];
  connections: Connection[];
}

/** Text without case and accents, so that "prestacao" meets "Prestação". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** What the search box shows: the few best of each kind. Runs were searched by the hub already. */
export function findThings(text: string, things: Things): Things {
  const wanted = folded(text.trim());
  const named = <Thing extends { name: string }>(list: Thing[]) =>
    list.filter((each) => folded(each.name).includes(wanted)).slice(0, 4);
  return {
    runs: things.runs.slice(0, 6),
    workflows: named(things.workflows),
    connections: named(things.connections),
  };
}
