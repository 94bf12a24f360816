import type { Pool } from 'pg';
import {
  storeConnection,
  storeEvent,
  storeRun,
  storeWorkflow,
  storeWorkspace,
} from '#history/stored.fixture.ts';
import { toyDefinition } from '#history/toy.fixture.ts';
import type { Outbound } from '#connections/http/outbound.ts';
import { VendorResponse, type VendorRequest } from '#kit/http.ts';
import type { Job } from '#domain/job.ts';
import type { Clock } from '#std/clock.ts';
import { secretBoxOf } from '#std/crypto.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { Mail, Mailer } from './mail/mailer.ts';
import { createNotices, type Notices, type RuleInput } from './notices.ts';
import type { Progress } from './watch/watch.ts';

/** A clock that moves when told. */
export interface TestClock extends Clock {
  pass(ms: number): void;
}

/** The room on a database of its own, with a mail server and receivers that do as told. */
export interface NoticesHouse extends AsyncDisposable {
  pool: Pool;
  clock: TestClock;
  notices: Notices;
  workspaceId: Id;
  connectionId: Id;
  workflowId: Id;
  mails: Mail[];
  posts: VendorRequest[];
  /** What the next sends do; null: they are taken. */
  trouble: {
    mail: (() => Promise<void>) | null;
    post: (() => Promise<VendorResponse>) | null;
    crash: boolean;
  };
  rule(input?: Partial<RuleInput>): Promise<Id>;
  /** A run that rests, `ago` milliseconds before now. */
  rest(status?: 'failed' | 'parked', ago?: number): Promise<Id>;
  /** A run goes through after all. */
  complete(runId: Id): Promise<void>;
  /** Looks, then sends what is due; gives the subjects' templates of the mails this sent. */
  tell(): Promise<string[]>;
  /** Sends what is due. */
  send(): Promise<void>;
}

export async function openNotices(at = Date.parse('2026-11-22T10:00:00Z')): Promise<NoticesHouse> {
  const database = await createTestDatabase();
  const { pool } = database;
  const clock = clockAt(at);
  const mails: Mail[] = [];
  const posts: VendorRequest[] = [];
  const trouble: NoticesHouse['trouble'] = { mail: null, post: null, crash: false };
  const workspaceId = await storeWorkspace(pool);
  const connectionId = await storeConnection(pool, workspaceId);
  const workflowId = await storeWorkflow(pool, workspaceId, toyDefinition(connectionId), 'Contract signed');
  const notices = createNotices({
    ...{ pool, clock, random: () => 0, publicUrl: 'https://hub.example', emulatorOrigin: null },
    secrets: secretBoxOf('a secret of the tests, long enough'),
    mailer: mailerInto(mails, trouble),
    outbound: outboundInto(posts, trouble),
    crashPoint: () => {
      if (trouble.crash) throw new Error('killed');
    },
  });
  const house = { pool, clock, notices, workspaceId, connectionId, workflowId, mails, posts, trouble };
  return { ...house, ...actsOn(house), [Symbol.asyncDispose]: () => close(database) };
}

type Parts = Omit<NoticesHouse, 'rule' | 'rest' | 'complete' | 'tell' | 'send' | typeof Symbol.asyncDispose>;

function actsOn(house: Parts): Pick<NoticesHouse, 'rule' | 'rest' | 'complete' | 'tell' | 'send'> {
  const { pool, clock, notices, workspaceId, connectionId, workflowId, mails } = house;
  let progress: Progress = { runs: null, sources: null };
  const send = () => sendDue(house);
  return {
    send,
    rule: async (input = {}) => {
      const usual: RuleInput = {
        ...{ enabled: true, kinds: ['run.failed', 'run.parked', 'connection.broken', 'source.silent'] },
        ...{
          workflowIds: null,
          channel: 'email',
          emails: ['ana@acme.example'],
          digestHour: null,
          locale: 'en',
        },
      };
      const { rule } = await notices.create(workspaceId, { ...usual, ...input }, 'me');
      // What is stored from here on came after the rule.
      clock.pass(10_000);
      return rule.id;
    },
    rest: async (status = 'failed', ago = 2_000) => {
      const eventId = await storeEvent(pool, { workspaceId, sourceId: connectionId });
      const run = await storeRun(pool, { workspaceId, workflowId, eventId, status });
      const since = new Date(clock.now() - ago);
      await pool.query(`update attention set since = $2, code = 'vendor_invalid' where run_id = $1`, [
        run,
        since,
      ]);
      return run;
    },
    complete: async (runId) => {
      await pool.query('delete from attention where run_id = $1', [runId]);
      await pool.query(`update runs set status = 'completed' where id = $1`, [runId]);
    },
    tell: async () => {
      const before = mails.length;
      progress = await notices.watch(progress);
      await send();
      return mails.slice(before).map(({ template }) => template);
    },
  };
}

/** What the queue does: each due message, one try; what must wait is due by the test's clock. */
async function sendDue({ pool, clock, notices }: Parts): Promise<void> {
  const { rows } = await pool.query<{ id: Id; workspace_id: Id; payload: Job['payload'] }>(
    `select j.id, j.workspace_id, j.payload from jobs j
     join notice_deliveries d on d.id = (j.payload ->> 'deliveryId')::uuid
     where j.kind = 'notices.deliver' and (d.next_at is null or d.next_at <= $1) order by j.order_at, j.id`,
    [new Date(clock.now())],
  );
  for (const row of rows) {
    const again = await notices.deliver({ workspaceId: row.workspace_id, payload: row.payload } as Job);
    if (again === null) await pool.query('delete from jobs where id = $1', [row.id]);
  }
}

function clockAt(start: number): TestClock {
  let now = start;
  return {
    now: () => now,
    monotonic: () => now,
    sleep: async () => undefined,
    pass: (ms) => void (now += ms),
  };
}

function mailerInto(mails: Mail[], trouble: NoticesHouse['trouble']): Mailer {
  return {
    send: async (mail) => {
      await trouble.mail?.();
      mails.push(mail);
    },
  };
}

function outboundInto(posts: VendorRequest[], trouble: NoticesHouse['trouble']): Outbound {
  return {
    call: async (request) => {
      posts.push(request);
      return trouble.post ? trouble.post() : new VendorResponse(200, {}, Buffer.from('ok'));
    },
    close: async () => undefined,
  };
}

const close = (database: TestDatabase) => database[Symbol.asyncDispose]();
