import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { OutputField } from '#kit/field.ts';
import { documentsOf, type EnvelopeDocument } from '../v3/documents.ts';
import type { Envelope } from '../v3/envelopes.ts';
import { signersOf, type EnvelopeSigner } from '../v3/signers.ts';
import { ensureDocument, ensureSigners } from './create/contents.ts';
import { ensureDraft } from './create/draft.ts';
import { createFields } from './create/fields.ts';
import { createInput, type EnvelopePlan } from './create/input.ts';
import { askToSign, orRemoveDraft, release } from './create/start.ts';

interface Made {
  envelope: Envelope;
  document: EnvelopeDocument | null;
  signers: EnvelopeSigner[];
}

async function run(context: ActionContext, plan: EnvelopePlan): Promise<ActionResult> {
  const draft = await ensureDraft(context, plan);
  const made =
    draft.value.status === 'draft'
      ? await orRemoveDraft(context, draft.id, () => complete(context, draft.id, plan))
      : await recall(context, draft.value);
  if (plan.start && made.envelope.status === 'running') await askToSign(context, made.envelope);
  return resultOf(made);
}

/** Puts into a draft what it lacks, so that an attempt goes on where the one before stopped. */
async function complete(context: ActionContext, id: string, plan: EnvelopePlan): Promise<Made> {
  const document = await ensureDocument(context, id, plan);
  const signers = await ensureSigners(context, id, document.id, plan);
  return { envelope: await release(context, id, plan), document, signers };
}

/** What an attempt before this one made and started. */
async function recall(context: ActionContext, envelope: Envelope): Promise<Made> {
  const [document = null] = await documentsOf(context, envelope.id);
  return { envelope, document, signers: await signersOf(context, envelope.id) };
}

function resultOf({ envelope, document, signers }: Made): ActionResult {
  const people = signers.map(({ id, name, email }) => ({ key: id, name, email: email ?? null }));
  return {
    output: {
      envelope: {
        id: envelope.id,
        name: envelope.name,
        status: envelope.status,
        deadline_at: envelope.deadlineAt,
      },
      document: document && { key: document.id, filename: document.filename },
      signers: people,
    },
    terms: [
      envelope.id,
      envelope.name,
      ...(document ? [document.id, document.filename] : []),
      ...people.flatMap(({ name, email }) => (email === null ? [name] : [name, email])),
    ],
    // The step's own key leads to this envelope and no other: whichever attempt it was, this step created it.
    touched: [{ object: 'envelope', id: envelope.id, title: envelope.name, outcome: 'created' }],
  };
}

const output: OutputField[] = [
  { path: 'envelope.id', type: 'text', sample: '6bb80fa1-0c2b-4a53-8a3f-0a8f3f0f7c11' },
  { path: 'envelope.name', type: 'text', sample: 'Contrato ACME' },
  { path: 'envelope.status', type: 'text', sample: 'running' },
  { path: 'envelope.deadline_at', type: 'date', sample: '2026-04-10T23:59:00.000-03:00' },
  { path: 'document.key', type: 'text', sample: '7c1e96d7-2b78-49e2-ae8b-7baa0a417d30' },
  { path: 'document.filename', type: 'text', sample: 'Contrato ACME.docx' },
  {
    path: 'signers',
    type: 'list',
    sample: [
      { key: '305b7b99-7669-4b1b-b0a9-7cbf61ffc680', name: 'Maria Silva', email: 'maria@acme.com.br' },
    ],
  },
];

/** Makes an envelope with one document and its signers, and starts it. */
export const envelopeCreate: Action = {
  key: 'envelope.create',
  version: 1,
  input: createInput,
  fields: createFields,
  output,
  effect: { mode: 'probe', visibilityDelayMs: 5000 },
  run,
};
