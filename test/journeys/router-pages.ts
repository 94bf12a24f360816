import { readFileSync } from 'node:fs';

const router = readFileSync(new URL('../../console/src/router.tsx', import.meta.url), 'utf8');

/** Every address of the console, as its router lists them: `/w/$workspace/runs/$run`. */
export function routerPages(): string[] {
  const spreads = new Map(
    [...router.matchAll(/const (\w+) = \{ getParentRoute: \(\) => (\w+) \}/g)].map((match) => [
      match[1],
      match[2]!,
    ]),
  );
  const bases = new Map<string, string>([['root', '']]);
  const pathOf = (inside: string): string => {
    const parent = /getParentRoute: \(\) => (\w+)/.exec(inside)?.[1];
    const spread = /\.\.\.(\w+)/.exec(inside)?.[1];
    const base = bases.get(parent ?? spreads.get(spread) ?? '');
    const path = /path: '([^']+)'/.exec(inside)?.[1];
    if (base === undefined || path === undefined) throw new Error(`Not understood in the router: ${inside}`);
    return base + (path === '/' && base !== '' ? '' : path);
  };
  for (const [, name, inside] of router.matchAll(/const (\w+) = createRoute\(\{([^}]+)\}\)/g)) {
    bases.set(name!, pathOf(inside!));
  }
  const pages = [...router.matchAll(/^\s+createRoute\(\{([^}]+)\}\)/gm)].map((match) => pathOf(match[1]!));
  return [...new Set(pages)];
}
