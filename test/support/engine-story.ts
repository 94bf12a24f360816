import { after, afterEach, before, beforeEach } from 'node:test';
import type { Id } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { FakeVendor, fakeConnector, workflowOf, type StepUse } from './fake-vendor.ts';
import { createTestHub, type TestHub } from './hub.ts';

export interface AttemptRow {
  step: string;
  n: number;
  status: string;
  trigger: string;
  superseded: boolean;
  error: { code: string; message?: string } | null;
}

/** A hub with a fake vendor, new for every test of a file, and what stories about runs are told with. */
export class EngineStory {
  database!: TestDatabase;
  hub!: TestHub;
  vendor!: FakeVendor;

  async open(): Promise<void> {
    this.vendor = new FakeVendor();
    const connectors = { fake: fakeConnector(this.vendor) };
    this.hub = await createTestHub(this.database.pool, connectors, 'fake', { vendor: this.vendor.http });
  }

  /** Publishes a workflow of these steps and gives its id. */
  publish(...steps: StepUse[]): Promise<Id> {
    return this.hub.publish(workflowOf(this.hub.connectionId, steps));
  }

  /** The vendor's next answers have this status. */
  fail(status: number, times = 1, headers: Record<string, string> = {}): void {
    for (let n = 0; n < times; n++) this.vendor.script.push(() => ({ status, headers }));
  }

  /** The vendor's next call waits until the test lets it go. */
  hold(): { reached: Promise<void>; letGo(): void } {
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    this.vendor.script.push(() => {
      reached.resolve();
      return gate.promise;
    });
    return { reached: reached.promise, letGo: gate.resolve };
  }

  /** Delivers a fact to a worker, and waits until its run rests as told. */
  async runTo(status: string, body: object = { id: 'a' }): Promise<Id> {
    this.hub.worker();
    await this.hub.deliver(body);
    return (await this.hub.waitForRuns(status))[0]!;
  }

  attempts(runId: Id): Promise<AttemptRow[]> {
    return this.hub.rows(
      `select a.step, a.n, a.status, a.trigger, a.superseded, a.error from attempts a join runs r on r.id = a.run_id
       where r.workspace_id = $1 and a.run_id = $2 order by a.started_at, a.n`,
      runId,
    );
  }

  /** A run's attempts as `s1.1 failed`, `s1.2 succeeded by hand`. */
  async brief(runId: Id): Promise<string[]> {
    const attempts = await this.attempts(runId);
    return attempts.map(
      ({ step, n, status, trigger }) => `${step}.${n} ${status}${trigger === 'manual' ? ' by hand' : ''}`,
    );
  }

  attention(): Promise<{ status: string; code: string }[]> {
    return this.hub.rows('select status, code from attention where workspace_id = $1');
  }

  intents(): Promise<{ status: string }[]> {
    return this.hub.rows('select status from intents where workspace_id = $1 order by created_at');
  }
}

/** The story of a test file: one database, a new hub for each test. */
export function engineStory(): EngineStory {
  const story = new EngineStory();
  before(async () => void (story.database = await createTestDatabase()));
  beforeEach(() => story.open());
  afterEach(async () => {
    await story.hub[Symbol.asyncDispose]();
    await story.database.pool.query('delete from jobs');
  });
  after(() => story.database[Symbol.asyncDispose]());
  return story;
}
