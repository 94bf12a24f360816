import { z } from '@hono/zod-openapi';
import type {
  Attempt,
  Attention,
  Call,
  CapturedBody,
  Cause,
  EventDetail,
  EventSummary,
  Run,
  RunAction,
  RunStep,
  RunSummary,
} from '../contract.ts';
import { connectionRef, jsonObject, page, reason, shownId, time } from './common.ts';
import { connection } from './connections.ts';
import { shownDefinition } from './definition.ts';

export const runStatuses = [
  'pending',
  'running',
  'waiting',
  'completed',
  'failed',
  'canceled',
  'parked',
] as const;
export const runStatus = z.enum(runStatuses);
export const choice = z.enum(['adopt', 'send_again', 'give_up', 'retry']);
export const outcome = z.enum(['recognized', 'ignored', 'unrecognized']);

const summary = {
  id: shownId,
  title: z.string(),
  trigger: z.string(),
  status: runStatus,
  reason: reason.nullable(),
  workflow: z.object({ id: shownId, name: z.string() }),
  source: connectionRef.nullable(),
  startedAt: time,
  restedAt: time.nullable(),
  nextAt: time.nullable(),
};
export const runSummary: z.ZodType<RunSummary> = z.object(summary).openapi('RunSummary');

const eventFields = {
  id: shownId,
  title: z.string(),
  trigger: z.string().nullable(),
  outcome,
  via: z.enum(['webhook', 'changes', 'backfill', 'manual']),
  source: connectionRef.nullable(),
  receivedAt: time,
  occurredAt: time.nullable(),
  runs: z.array(z.object({ id: shownId, status: runStatus, workflow: z.string() })),
};
export const eventSummary: z.ZodType<EventSummary> = z.object(eventFields).openapi('EventSummary');
export const eventDetail: z.ZodType<EventDetail> = z
  .object({
    ...eventFields,
    body: z.string().nullable(),
    headers: z.record(z.string(), z.string()).nullable(),
    data: jsonObject.nullable(),
  })
  .openapi('EventDetail');

const capturedBody: z.ZodType<CapturedBody> = z.object({
  text: z.string(),
  bytes: z.number(),
  cut: z.boolean(),
});
const headers = z.record(z.string(), z.string());
const call: z.ZodType<Call> = z
  .object({
    method: z.string(),
    url: z.string(),
    startedAt: time,
    ms: z.number(),
    requestHeaders: headers,
    requestBody: capturedBody.nullable(),
    status: z.number().nullable(),
    responseHeaders: headers,
    responseBody: capturedBody.nullable(),
    error: z.string().nullable(),
  })
  .openapi('Call');

const attempt: z.ZodType<Attempt> = z
  .object({
    n: z.number().int(),
    status: z.enum(['running', 'succeeded', 'failed', 'unknown']),
    trigger: z.enum(['scheduled', 'manual']),
    startedAt: time,
    ms: z.number().nullable(),
    nextAt: time.nullable(),
    error: reason.nullable(),
    notes: z.array(z.object({ code: z.string(), params: jsonObject })),
    touched: z.array(
      z.object({
        object: z.string(),
        id: z.string(),
        title: z.string(),
        outcome: z.string(),
        url: z.string().nullable(),
      }),
    ),
    calls: z.array(call),
  })
  .openapi('Attempt');

const runStep: z.ZodType<RunStep> = z
  .object({
    id: z.string(),
    connector: z.string(),
    action: z.string(),
    connection: connectionRef.nullable(),
    status: z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed', 'canceled']),
    input: jsonObject.nullable(),
    output: jsonObject.nullable(),
    attempts: z.array(attempt),
  })
  .openapi('RunStep');

const runAction: z.ZodType<RunAction> = z
  .object({
    at: time,
    action: z.enum(['retry', 'retry_from', 'repeat', 'cancel', 'decide', 'skip', 'resume']),
    params: jsonObject,
    by: z.object({ kind: z.enum(['person', 'key', 'hub']), name: z.string().nullable() }),
  })
  .openapi('RunAction');

const candidate = z.object({ id: z.string(), title: z.string(), url: z.string().exactOptional() });
export const run: z.ZodType<Run> = z
  .object({
    ...summary,
    version: z.object({ id: shownId, number: z.number().int() }),
    event: eventDetail,
    data: jsonObject,
    definition: shownDefinition,
    steps: z.array(runStep),
    repeats: shownId.nullable(),
    repeatedBy: z.array(shownId),
    waitsFor: z.object({ runId: shownId, title: z.string() }).nullable(),
    decision: z
      .object({
        code: z.string(),
        params: jsonObject,
        candidates: z.array(candidate),
        choices: z.array(choice),
      })
      .nullable(),
    actions: z.array(runAction),
  })
  .openapi('Run');

const cause: z.ZodType<Cause> = z
  .object({
    code: z.string(),
    status: z.enum(['failed', 'parked']),
    workflow: z.object({ id: shownId, name: z.string() }),
    connection: connectionRef.nullable(),
    count: z.number().int(),
    since: time,
    samples: z.array(runSummary),
  })
  .openapi('Cause');

export const attention: z.ZodType<Attention> = z
  .object({
    runs: page(runSummary),
    connections: z.array(connection),
    causes: z.array(cause),
    blocked: z.array(
      z.object({
        orderKey: z.string(),
        runId: shownId,
        title: z.string(),
        behind: z.number().int(),
        nextAt: time.nullable(),
      }),
    ),
  })
  .openapi('Attention');
