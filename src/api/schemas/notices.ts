import { z } from '@hono/zod-openapi';
import type { NoticeDelivery, NoticeRule, NoticeRuleAnswer, NoticeRules, NoticeSource } from '../contract.ts';
import { reason, shownId, time } from './common.ts';

const kind = z.enum(['run.failed', 'run.parked', 'connection.broken', 'source.silent']);
const channel = z.enum(['email', 'slack', 'teams', 'webhook']);
const locale = z.enum(['en', 'sv', 'nb', 'pt-BR', 'de']);
const hour = z.number().int().min(0).max(23);

/** A rule as it is written. Leaving `url` out of a change keeps the address; it cannot be read back. */
export const ruleInput = z.object({
  enabled: z.boolean().default(true),
  kinds: z.array(kind).min(1).max(4),
  workflows: z.array(z.string()).min(1).max(200).nullable().default(null),
  channel,
  emails: z.array(z.email().max(320)).max(20).default([]),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .exactOptional(),
  digestHour: hour.nullable().default(null),
  locale: locale.nullable().default(null),
});

export const rule: z.ZodType<NoticeRule> = z
  .object({
    id: shownId,
    enabled: z.boolean(),
    kinds: z.array(kind),
    workflows: z.array(z.object({ id: shownId, name: z.string() })).nullable(),
    channel,
    emails: z.array(z.string()),
    hint: z.string().nullable(),
    digestHour: hour.nullable(),
    digestAt: time.nullable(),
    locale: z.string().nullable(),
    createdAt: time,
    createdBy: z.string().nullable(),
  })
  .openapi('NoticeRule');

export const rules: z.ZodType<NoticeRules> = z
  .object({ rules: z.array(rule), mail: z.boolean() })
  .openapi('NoticeRules');

export const ruleAnswer: z.ZodType<NoticeRuleAnswer> = z
  .object({ rule, signingSecret: z.string().nullable() })
  .openapi('NoticeRuleAnswer');

const named = z.object({ id: shownId, name: z.string() }).nullable();
export const delivery: z.ZodType<NoticeDelivery> = z
  .object({
    id: z.string(),
    rule: shownId,
    kind: z.enum(['notice', 'digest', 'test']),
    channel,
    target: z.string(),
    notices: z.array(
      z.object({
        kind,
        phase: z.enum(['began', 'more', 'fixed', 'stands']),
        code: z.string(),
        count: z.number().int(),
        workflow: named,
        connection: named,
      }),
    ),
    status: z.enum(['pending', 'sent', 'failed', 'canceled']),
    tries: z.number().int(),
    error: reason.nullable(),
    createdAt: time,
    nextAt: time.nullable(),
    endedAt: time.nullable(),
  })
  .openapi('NoticeDelivery');

export const source: z.ZodType<NoticeSource> = z
  .object({
    connection: z.object({ id: shownId, name: z.string(), connector: z.string() }),
    limitHours: z.number().int().nullable(),
    usualHours: z.number().nullable(),
    lastEventAt: time.nullable(),
  })
  .openapi('NoticeSource');

export const sourceLimit = z.object({ hours: z.number().int().min(1).max(8_760).nullable() });
