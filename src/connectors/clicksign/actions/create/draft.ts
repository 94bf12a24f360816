import type { ActionContext } from '#kit/connector.ts';
import type { Ensured } from '#kit/effects.ts';
import type { JsonObject } from '#std/json.ts';
import { createEnvelope, envelopesNamed, readEnvelope, type Envelope } from '../../v3/envelopes.ts';
import type { EnvelopePlan } from './input.ts';

const dayMs = 24 * 3_600_000;

/**
 * The envelope of this step, made once. An envelope has no metadata, so while it is a draft its name carries the
 * intent's key: the name filter finds exactly ours. Starting it gives it its own name.
 */
export function ensureDraft(context: ActionContext, plan: EnvelopePlan): Promise<Ensured<Envelope>> {
  return context.effects.ensure<Envelope>({
    object: 'envelope',
    match: context.idempotencyKey,
    find: async ({ intentKey, since }) => {
      // Nothing was sent for this step before: there is nothing to find.
      if (since === null) return { kind: 'none' };
      const [first, ...others] = await envelopesNamed(context, draftName(plan, intentKey));
      if (!first) return { kind: 'none' };
      if (others.length === 0) return { kind: 'one', id: first.id, value: first };
      return { kind: 'many', candidates: [first, ...others].map(({ id, name }) => ({ id, title: name })) };
    },
    create: async (intentKey) => {
      const values = { ...attributesOf(plan, context.clock.now()), name: draftName(plan, intentKey) };
      const envelope = await createEnvelope(context, values, plan.folder_id || null);
      return { id: envelope.id, value: envelope };
    },
    read: (id) => readEnvelope(context, id),
  });
}

function draftName(plan: EnvelopePlan, intentKey: string): string {
  return `${plan.name} [${intentKey}]`;
}

function attributesOf(plan: EnvelopePlan, now: number): JsonObject {
  const days = plan.deadline_days;
  const deadline =
    plan.deadline_at ?? (days === undefined ? null : new Date(now + days * dayMs).toISOString());
  return {
    locale: plan.locale,
    auto_close: plan.auto_close,
    remind_interval: plan.remind_interval === 'off' ? null : Number(plan.remind_interval),
    ...(deadline !== null && { deadline_at: deadline }),
    ...(plan.message !== '' && { default_message: plan.message }),
  };
}
