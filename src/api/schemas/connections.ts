import { z } from '@hono/zod-openapi';
import type {
  Backfill,
  Connection,
  ConnectionTest,
  ConnectorInfo,
  Endpoint,
  Home,
  NewConnection,
  NewConnectionAnswer,
} from '../contract.ts';
import {
  connectionRef,
  environmentKind,
  field,
  jsonObject,
  outputField,
  reason,
  shownId,
  time,
} from './common.ts';

export const connectorInfo: z.ZodType<ConnectorInfo> = z
  .object({
    key: z.string(),
    name: z.string(),
    monogram: z.object({ text: z.string(), color: z.string() }),
    environments: z.array(z.object({ key: z.string(), kind: environmentKind })),
    auth: z.array(
      z.object({ kind: z.enum(['token', 'oauth2', 'none']), key: z.string(), fields: z.array(field) }),
    ),
    settings: z.array(field),
    triggers: z.array(
      z.object({
        key: z.string(),
        version: z.number(),
        fields: z.array(field),
        output: z.array(outputField),
      }),
    ),
    actions: z.array(
      z.object({
        key: z.string(),
        version: z.number(),
        fields: z.array(field),
        output: z.array(outputField),
        orderBy: z.string().nullable(),
        needsConnection: z.boolean(),
      }),
    ),
    webhooks: z.boolean(),
    questions: z.array(z.object({ key: z.string(), triggers: z.array(z.string()) })),
    readsChanges: z.boolean(),
    holdsRecords: z.boolean(),
  })
  .openapi('ConnectorInfo');

const endpoint: z.ZodType<Endpoint> = z
  .object({
    url: z.string(),
    registered: z.boolean(),
    signed: z.boolean(),
    secrets: z.array(z.object({ id: z.string(), createdAt: time })),
    received: z.number(),
    refused: z.number(),
    unrecognized: z.number(),
    lastReceivedAt: time.nullable(),
    lastRefusedAt: time.nullable(),
    lastRefusedReason: z.string().nullable(),
  })
  .openapi('Endpoint');

export const connection: z.ZodType<Connection> = z
  .object({
    id: shownId,
    name: z.string(),
    connector: z.string(),
    environmentKind,
    environment: z.string(),
    authMethod: z.string(),
    account: z.string().nullable(),
    status: z.enum(['active', 'needs_reconnect', 'disabled']),
    reason: reason.nullable(),
    settings: jsonObject,
    createdAt: time,
    testedAt: time.nullable(),
    endpoint: endpoint.nullable(),
    watermark: z.object({ completeUpTo: time, checkedAt: time.nullable(), foundLate: z.number() }).nullable(),
    allowance: z
      .object({
        requests: z.number(),
        perMs: z.number(),
        atOnce: z.number().int(),
        leftNow: z.number().int(),
        waitMs: z.number(),
      })
      .nullable(),
    access: z.object({ expiresAt: time.nullable(), renewsItself: z.boolean() }).nullable(),
    usedBy: z.array(z.object({ id: shownId, name: z.string() })),
  })
  .openapi('Connection');

const credentials = z.record(z.string().max(100), z.string().max(20_000));
export const credentialsInput = z.object({ credentials });
export const newConnection: z.ZodType<NewConnection> = z.object({
  connector: z.string().max(60),
  name: z.string().max(1_000),
  environment: z.string().max(60),
  authMethod: z.string().max(60),
  credentials,
  settings: jsonObject.exactOptional(),
});
export const newConnectionAnswer: z.ZodType<NewConnectionAnswer> = z
  .union([z.object({ connection }), z.object({ authorizeUrl: z.url() })])
  .openapi('NewConnectionAnswer');
export const connectionChange = z.object({
  name: z.string().max(1_000).exactOptional(),
  settings: jsonObject.exactOptional(),
  enabled: z.boolean().exactOptional(),
});

export const connectionTest: z.ZodType<ConnectionTest> = z
  .object({ ok: z.boolean(), account: z.string().nullable(), ms: z.number(), error: reason.nullable() })
  .openapi('ConnectionTest');

export const backfill: z.ZodType<Backfill> = z
  .object({
    found: z.number().int(),
    wouldRun: z.number().int(),
    samples: z.array(z.object({ title: z.string(), occurredAt: time.nullable(), trigger: z.string() })),
    started: z.number().int(),
    truncated: z.boolean(),
  })
  .openapi('Backfill');

export const home: z.ZodType<Home> = z
  .object({
    workflows: z.object({ published: z.number(), paused: z.number(), draft: z.number() }),
    attention: z.number(),
    hours: z.array(
      z.object({
        hour: time,
        completed: z.number(),
        failed: z.number(),
        waiting: z.number(),
        other: z.number(),
      }),
    ),
    sources: z.array(
      z.object({
        connection: connectionRef,
        completeUpTo: time.nullable(),
        checkedAt: time.nullable(),
        foundLate: z.number(),
      }),
    ),
    reachable: z.boolean(),
    emulators: z.array(z.object({ key: z.string(), name: z.string(), url: z.string() })),
  })
  .openapi('Home');
