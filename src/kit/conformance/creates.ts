import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Action, ActionResult } from '../connector.ts';
import { VendorError } from '../vendor-error.ts';
import { at, type JsonObject } from '../../std/json.ts';
import type { CreateCase, Subject } from './subject.ts';
import { openWorld, type World } from './world.ts';

/** An action that is tried again creates nothing a second time. */
export function checkCreates(subject: Subject): void {
  for (const create of subject.creates ?? []) {
    describe(`its action ${create.action}`, () => {
      const action = subject.connector.actions.find((each) => each.key === create.action)!;
      const check = (name: string, work: (world: World, run: Run) => Promise<void>): void => {
        test(name, () => inWorld(subject, create, action, work));
      };

      check(
        'creates one thing when it runs twice with one key, and another with another key',
        async (world, run) => {
          const before = create.count(world);
          const first = await run('step-1');
          const second = await run('step-1');
          assert.equal(create.count(world) - before, 1);
          assert.deepEqual(second.touched?.[0]?.id, first.touched?.[0]?.id);
          await run('step-2');
          assert.ok(create.count(world) - before <= 2);
        },
      );
      check('finds what a call made whose answer was cut off', async (world, run) => {
        const before = create.count(world);
        const rule = world.parts.faults.add({ match: create.call, kind: 'cut_after', times: 1 });
        await assert.rejects(
          run('step-3'),
          (error) => error instanceof VendorError && error.reach === 'unknown',
        );
        await run('step-3');
        assert.deepEqual([rule.fired, create.count(world) - before], [1, 1]);
      });
      check('makes it when the first call never arrived', async (world, run) => {
        const before = create.count(world);
        world.parts.faults.add({ match: create.call, kind: 'cut_before', times: 1 });
        await assert.rejects(run('step-4'), VendorError);
        await run('step-4');
        assert.equal(create.count(world) - before, 1);
      });
      check('gives what its outputs promise', async (_world, run) => {
        const { output } = await run('step-5');
        for (const { path } of action.output) {
          assert.notEqual(at(output, path), undefined, `the output has no ${path}`);
        }
      });
    });
  }
}

type Run = (idempotencyKey: string) => Promise<ActionResult>;

async function inWorld(
  subject: Subject,
  create: CreateCase,
  action: Action,
  work: (world: World, run: Run) => Promise<void>,
): Promise<void> {
  const world = await openWorld(subject);
  try {
    const input: JsonObject = await create.input(world, world.context());
    await work(world, (key) => action.run(world.action(key), action.input.parse(input) as never));
  } finally {
    await world.close();
  }
}
