import { readFileSync, readdirSync } from 'node:fs';

interface Found {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Found[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      return [];
    }
  });
}

/** Proportional memory of one process in MB: what it shares with others is split among them. */
function megabytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Memory of the hub's own processes and of its PostgreSQL, in MB. Linux only. */
export function memory(): { hub: number; database: number } {
  const all = processes();
  const hub = all.filter(
    ({ parent, command }) => parent === process.pid && /src\/(web|worker)\.ts/.test(command),
  );
  const postmasters = all.filter(
    ({ command }) => command.includes('countersign-bench-') && command.includes('postgres'),
  );
  const roots = new Set(postmasters.map(({ pid }) => pid));
  const database = all.filter(({ pid, parent }) => roots.has(pid) || roots.has(parent));
  const sum = (found: Found[]) => Math.round(found.reduce((total, { pid }) => total + megabytes(pid), 0));
  return { hub: sum(hub), database: sum(database) };
}
