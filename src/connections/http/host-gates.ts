import { BudgetExceeded } from '../budget-exceeded.ts';
import type { Deadlines } from './deadlines.ts';

export interface HostGates {
  /**
   * Waits for a place among the calls under way to one host and gives the function that leaves it.
   * Throws `BudgetExceeded` when none came free within the longest wait.
   * @param host `example.com:8443`
   * @param cap most calls at once to it
   */
  enter(host: string, cap: number): Promise<() => void>;
}

interface Gate {
  inside: number;
  waiting: Set<() => void>;
}

/**
 * Places per host in this process, so that one slow receiver cannot hold every worker. Places are given in the order
 * they were asked for.
 * @param maxWaitMs longest wait in milliseconds before the work is given back. Default 2,000.
 */
export function createHostGates({
  deadlines,
  maxWaitMs = 2_000,
}: {
  deadlines: Deadlines;
  maxWaitMs?: number;
}): HostGates {
  const gates = new Map<string, Gate>();

  function leave(host: string, gate: Gate): void {
    const next = gate.waiting.values().next().value;
    if (next) {
      gate.waiting.delete(next);
      return next();
    }
    if (--gate.inside === 0) gates.delete(host);
  }

  function wait(host: string, gate: Gate): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const take = () => {
        deadlines.remove(deadline);
        resolve(() => leave(host, gate));
      };
      gate.waiting.add(take);
      const deadline = deadlines.add(maxWaitMs, () => {
        gate.waiting.delete(take);
        reject(new BudgetExceeded(maxWaitMs, `Too many calls to ${host} are under way.`));
      });
    });
  }

  return {
    async enter(host, cap) {
      let gate = gates.get(host);
      if (!gate) gates.set(host, (gate = { inside: 0, waiting: new Set() }));
      if (gate.inside >= cap) return wait(host, gate);
      gate.inside++;
      const held = gate;
      return () => leave(host, held);
    },
  };
}
