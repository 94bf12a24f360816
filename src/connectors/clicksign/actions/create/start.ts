import type { ActionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import {
  changeEnvelope,
  deleteDraft,
  notifySigners,
  readEnvelope,
  type Envelope,
} from '../../v3/envelopes.ts';
import type { EnvelopePlan } from './input.ts';

/** Gives the finished draft its own name and starts it; doing so twice changes nothing. */
export function release(context: ActionContext, id: string, plan: EnvelopePlan): Promise<Envelope> {
  return changeEnvelope(context, id, { name: plan.name, ...(plan.start && { status: 'running' }) });
}

/**
 * Asks the signers to sign. The vendor keeps no trace of having asked, so after an unknown outcome they are asked again:
 * a second email is better than none.
 */
export async function askToSign(context: ActionContext, envelope: Envelope): Promise<void> {
  await context.effects.ensure<true>({
    object: 'envelope_notification',
    match: envelope.id,
    find: async () => ({ kind: 'none' }),
    create: async () => {
      await notifySigners(context, envelope.id, { signer: null, message: null });
      return { id: envelope.id, value: true };
    },
    read: async () => true,
  });
}

/** Runs the work on a draft; when the vendor refuses what was asked for, no half-made draft is left behind. */
export async function orRemoveDraft<Value>(
  context: ActionContext,
  id: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'invalid') await removeDraft(context, id);
    throw error;
  }
}

async function removeDraft(context: ActionContext, id: string): Promise<void> {
  try {
    const envelope = await readEnvelope(context, id);
    if (envelope?.status !== 'draft') return;
    await deleteDraft(context, id);
    context.note('draft_removed');
  } catch (error) {
    // The refusal is what the person has to hear; that a draft stayed behind is said beside it.
    if (!(error instanceof VendorError)) throw error;
    context.note('draft_left', { envelope: id });
  }
}
