import type { Id } from '../std/id.ts';

/** Whoever asked for something, with the name they had then. `hub`: nobody, it happened by itself. */
export type Actor = { kind: 'person' | 'key'; id: Id; name: string } | { kind: 'hub' };

/** For what happens without a person. */
export const theHub: Actor = { kind: 'hub' };
