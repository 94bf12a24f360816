/** Runs work in order within a lane, and so many lanes of a group at once. */
export interface Lanes {
  add(group: string, lane: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way or waiting. */
  idle(): Promise<void>;
}

interface Group {
  running: number;
  /** Lanes with work and nothing under way, in the order they became ready. */
  ready: string[];
  lanes: Map<string, (() => Promise<void>)[]>;
  busy: Set<string>;
}

/** Makes lanes; a slow group never holds up another one. Work must not throw. */
export function createLanes(options: { perGroup: number }): Lanes {
  const groups = new Map<string, Group>();
  let waiters: (() => void)[] = [];

  function pump(name: string, group: Group): void {
    while (group.running < options.perGroup && group.ready.length > 0) {
      const lane = group.ready.shift()!;
      const work = group.lanes.get(lane)!.shift()!;
      group.running++;
      group.busy.add(lane);
      void work().finally(() => finish(name, group, lane));
    }
  }

  function finish(name: string, group: Group, lane: string): void {
    group.running--;
    group.busy.delete(lane);
    if (group.lanes.get(lane)!.length > 0) group.ready.push(lane);
    else group.lanes.delete(lane);
    pump(name, group);
    if (group.running > 0) return;
    groups.delete(name);
    if (groups.size > 0) return;
    for (const wake of waiters) wake();
    waiters = [];
  }

  return {
    add(name, lane, work) {
      let group = groups.get(name);
      if (!group) groups.set(name, (group = { running: 0, ready: [], lanes: new Map(), busy: new Set() }));
      const waiting = group.lanes.get(lane);
      if (waiting) waiting.push(work);
      else group.lanes.set(lane, [work]);
      if (!group.busy.has(lane) && !group.ready.includes(lane)) group.ready.push(lane);
      pump(name, group);
    },
    idle: () => (groups.size === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
  };
}
