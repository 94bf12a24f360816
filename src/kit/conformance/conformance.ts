import { describe } from 'node:test';
import { checkCreates } from './creates.ts';
import { checkDefinition } from './definition.ts';
import { checkFailures } from './failures.ts';
import { checkHooks } from './hooks.ts';
import { checkPaging } from './paging.ts';
import type { Subject } from './subject.ts';
import { checkWords } from './words.ts';

export type { Subject } from './subject.ts';
export type { World } from './world.ts';

/**
 * What every connector has to pass: a well-formed definition with English words, the vendor's failures told apart,
 * lists read to their end, signatures refused after one flipped byte, and things created once however often a step is
 * tried. Runs the real connector against its emulator over a socket. Registers tests of `node:test`.
 */
export function connectorConformance(subject: Subject): void {
  describe(`the ${subject.connector.name} connector`, { timeout: 120_000 }, () => {
    checkDefinition(subject);
    checkWords(subject);
    checkFailures(subject);
    checkPaging(subject);
    checkHooks(subject);
    checkCreates(subject);
  });
}
