import type { ActionContext } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import { addDocument, documentsOf, readDocument, type EnvelopeDocument } from '../../v3/documents.ts';
import { addSigner, readSigner, requireOf, signersOf, type EnvelopeSigner } from '../../v3/signers.ts';
import { personKey, type EnvelopePlan, type SignerPlan } from './input.ts';

/** The document of the draft. Its metadata carries the intent's key, and comes back in every webhook. */
export async function ensureDocument(
  context: ActionContext,
  envelope: string,
  plan: EnvelopePlan,
): Promise<EnvelopeDocument> {
  const ensured = await context.effects.ensure<EnvelopeDocument>({
    object: 'envelope_document',
    match: envelope,
    find: async ({ intentKey, since }) => {
      if (since === null) return { kind: 'none' };
      const ours = (await documentsOf(context, envelope)).find(
        (each) => each.metadata.countersign === intentKey,
      );
      return ours ? { kind: 'one', id: ours.id, value: ours } : { kind: 'none' };
    },
    create: async (intentKey) => {
      const document = await addDocument(context, envelope, documentValues(plan, intentKey));
      return { id: document.id, value: document };
    },
    read: (id) => readDocument(context, envelope, id),
  });
  return ensured.value;
}

/** The signers of the draft, in the order of the plan, each with what they do and how they prove who they are. */
export async function ensureSigners(
  context: ActionContext,
  envelope: string,
  document: string,
  plan: EnvelopePlan,
): Promise<EnvelopeSigner[]> {
  const signers: EnvelopeSigner[] = [];
  for (const wanted of plan.signers) {
    const signer = await ensureSigner(context, envelope, wanted, plan);
    const link = { document, signer: signer.id };
    await requireOf(context, envelope, link, { action: 'agree', role: wanted.role });
    for (const auth of wanted.auths) {
      await requireOf(context, envelope, link, { action: 'provide_evidence', auth });
    }
    signers.push(signer);
  }
  return signers;
}

async function ensureSigner(
  context: ActionContext,
  envelope: string,
  wanted: SignerPlan,
  plan: EnvelopePlan,
): Promise<EnvelopeSigner> {
  const key = personKey(wanted);
  const ensured = await context.effects.ensure<EnvelopeSigner>({
    object: 'envelope_signer',
    match: `${envelope}:${key}`,
    find: async ({ since }) => {
      if (since === null) return { kind: 'none' };
      // Only this step writes to its draft, so the same person there is our own earlier call.
      const found = (await signersOf(context, envelope)).find((each) => personKey(each) === key);
      return found ? { kind: 'one', id: found.id, value: found } : { kind: 'none' };
    },
    create: async () => {
      const signer = await addSigner(context, envelope, signerValues(wanted, plan));
      return { id: signer.id, value: signer };
    },
    read: (id) => readSigner(context, envelope, id),
  });
  return ensured.value;
}

function documentValues(plan: EnvelopePlan, intentKey: string): JsonObject {
  const company = plan.company === '' ? {} : { empresa: plan.company };
  const metadata = { ...company, ...plan.metadata, countersign: intentKey };
  if (plan.source === 'file') {
    return {
      filename: plan.file_name,
      content_base64: dataUri(plan.file_name, plan.content_base64),
      metadata,
    };
  }
  // What a template makes is named .docx, whatever the envelope is called (API v3 docs, read 2026-11).
  const filename = /\.docx$/i.test(plan.file_name)
    ? plan.file_name
    : `${plan.name.replaceAll('/', '-')}.docx`;
  return { filename, template: { key: plan.template, data: plan.template_data }, metadata };
}

const mediaTypes: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  txt: 'text/plain',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

function dataUri(filename: string, content: string): string {
  if (content.startsWith('data:')) return content;
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return `data:${mediaTypes[extension] ?? 'application/octet-stream'};base64,${content}`;
}

/** A signer without an email is asked by WhatsApp. */
function signerValues(signer: SignerPlan, plan: EnvelopePlan): JsonObject {
  const byEmail = signer.email !== '';
  return {
    name: signer.name,
    ...(byEmail && { email: signer.email }),
    ...(signer.phone !== '' && { phone_number: signer.phone }),
    ...(signer.documentation !== '' && { documentation: signer.documentation }),
    has_documentation: plan.ask_documentation || signer.documentation !== '',
    refusable: plan.refusable,
    group: signer.group,
    communicate_events: byEmail
      ? { signature_request: 'email', signature_reminder: 'email', document_signed: 'email' }
      : { signature_request: 'whatsapp', signature_reminder: 'none', document_signed: 'whatsapp' },
  };
}
