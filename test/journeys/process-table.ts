import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

interface Entry {
  pid: number;
  parent: number;
  /** As `ps` tells it; what has ended but was not yet taken note of (Z) is left out. */
  state: string;
  command: string;
}

function entries(): Entry[] {
  const text = execFileSync('ps', ['-Ao', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/gm)]
    .map(([, pid, parent, state, command]) => ({
      ...{ pid: Number(pid), parent: Number(parent), state: state!, command: command! },
    }))
    .filter(({ state }) => !state.startsWith('Z'));
}

/** A process's children, and theirs. */
export function childrenOf(pid: number): number[] {
  const all = entries();
  const below = (parent: number): number[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each.pid, ...below(each.pid)]);
  return below(pid);
}

/** The PostgreSQL servers that run in a data folder. */
export function serversIn(dataFolder: string): number[] {
  const folder = realpathSync(dataFolder);
  return entries().flatMap(({ pid, command }) =>
    command.includes(`-D ${folder}/`) && command.includes('postgres') ? [pid] : [],
  );
}

/** Those of the processes that still run. */
export function running(pids: number[]): number[] {
  const all = new Set(entries().map(({ pid }) => pid));
  return pids.filter((pid) => all.has(pid));
}
