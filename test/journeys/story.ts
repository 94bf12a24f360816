import { test } from 'node:test';

/** Makes tests that are the steps of one story: after a step that failed the rest is left out. */
export function createStory(): (name: string, walk: () => Promise<void>) => void {
  let failed = false;
  return (name, walk) =>
    void test(name, async (t) => {
      if (failed) return t.skip('an earlier step failed');
      failed = true;
      await walk();
      failed = false;
    });
}
