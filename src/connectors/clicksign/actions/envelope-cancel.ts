import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import { text } from '../body.ts';
import { cancelV1Document } from '../v1/documents.ts';
import { cancelDocument, documentsOf } from '../v3/documents.ts';
import { deleteDraft, type Envelope } from '../v3/envelopes.ts';
import { findTarget, targetField, targetInput } from './target.ts';

const input = z.object({ envelope: targetInput });

async function run(context: ActionContext, { envelope: id }: z.infer<typeof input>): Promise<ActionResult> {
  const target = await findTarget(context, id);
  return target.kind === 'envelope'
    ? cancelEnvelope(context, target.envelope)
    : cancelOne(context, target.key, target.document);
}

/** v3 cancels documents, not envelopes; a draft has nothing to cancel and is deleted. */
async function cancelEnvelope(context: ActionContext, envelope: Envelope): Promise<ActionResult> {
  if (envelope.status === 'draft') await deleteDraft(context, envelope.id);
  const running =
    envelope.status === 'running'
      ? (await documentsOf(context, envelope.id)).filter((document) => document.status === 'running')
      : [];
  for (const document of running) await cancelDocument(context, envelope.id, document.id);
  const changed = envelope.status === 'draft' || running.length > 0;
  if (!changed) context.note('already_over', { status: envelope.status });
  return resultOf('envelope', envelope.id, envelope.name, changed, running.length);
}

async function cancelOne(context: ActionContext, key: string, document: JsonObject): Promise<ActionResult> {
  const isRunning = document.status === 'running';
  if (isRunning) await cancelV1Document(context, key);
  else context.note('already_over', { status: text(document.status) });
  return resultOf('document', key, text(document.filename) ?? key, isRunning, isRunning ? 1 : 0);
}

function resultOf(
  object: string,
  id: string,
  title: string,
  changed: boolean,
  documents: number,
): ActionResult {
  return {
    output: { envelope: { id, name: title }, canceled: changed, documents },
    terms: [id, title],
    touched: [{ object, id, title, outcome: changed ? 'updated' : 'unchanged' }],
  };
}

/** Cancels what is still running of an envelope. One that is over stays as it is. */
export const envelopeCancel: Action = {
  key: 'envelope.cancel',
  version: 1,
  input,
  fields: [targetField],
  output: [
    { path: 'envelope.id', type: 'text', sample: '6bb80fa1-0c2b-4a53-8a3f-0a8f3f0f7c11' },
    { path: 'envelope.name', type: 'text', sample: 'Contrato ACME' },
    { path: 'canceled', type: 'boolean', sample: true },
    { path: 'documents', type: 'number', sample: 1 },
  ],
  effect: { mode: 'idempotent' },
  run,
};
