import { createHmac } from 'node:crypto';
import type { JsonObject } from '#std/json.ts';
import { brasilia, utc } from './moment.ts';
import type { DocumentRow, LinkRow, SignerRow } from './rows.ts';
import { must, type Store } from './store.ts';

/** How long a link to a file works, in seconds. */
const linkSeconds = 300;

export type FileKind = 'original' | 'signed' | 'ziped';

/** A document as API v1 and the webhooks show it; events newest first. Clicksign API v1 recordings and webhook docs, read 2026-11. */
export function documentView(store: Store, document: DocumentRow): JsonObject {
  const envelope = must(store.envelopes, document.envelopeId);
  const links = store.linksOfDocument.all(document.id);
  return {
    key: document.id,
    account_key: document.accountId,
    path: document.path,
    filename: document.filename,
    uploaded_at: utc(document.uploadedAt),
    updated_at: utc(document.updatedAt),
    finished_at: document.finishedAt === null ? null : utc(document.finishedAt),
    deadline_at: brasilia(envelope.deadlineAt),
    status: document.status,
    auto_close: envelope.autoClose,
    locale: envelope.locale,
    metadata: document.metadata,
    sequence_enabled: envelope.sequence && new Set(links.map((link) => link.group)).size > 1,
    signable_group: signableGroup(links),
    remind_interval: envelope.remindInterval,
    block_after_refusal: envelope.blockAfterRefusal,
    downloads: downloads(store, document),
    template: document.template,
    signers: links.map((link) => signerEntry(store, link)),
    events: document.events
      .map(({ name, data, occurredAt }) => ({ name, data, occurred_at: utc(occurredAt) }))
      .reverse(),
    attachments: [],
    links: { self: store.url(`/documentos/${document.id}`) },
  };
}

/** The group whose turn it is: the lowest with a pending signature; the last one when none is left. */
export function signableGroup(links: LinkRow[]): number {
  const pending = links.filter((link) => link.status === 'pending').map((link) => link.group);
  if (pending.length > 0) return Math.min(...pending);
  return Math.max(1, ...links.map((link) => link.group));
}

function downloads(store: Store, document: DocumentRow): JsonObject {
  const original = { original_file_url: fileUrl(store, document, 'original') };
  if (document.status !== 'closed') return original;
  return {
    ...original,
    signed_file_url: fileUrl(store, document, 'signed'),
    ziped_file_url: fileUrl(store, document, 'ziped'),
  };
}

/** A presigned link to a document's file, good for five minutes and for anyone. */
export function fileUrl(store: Store, document: DocumentRow, kind: FileKind): string {
  const date = utc(store.now()).replace(/[-:]|\.\d+/g, '');
  const signature = fileSignature(store, document, kind, date);
  const query = `X-Amz-Date=${date}&X-Amz-Expires=${linkSeconds}&X-Amz-Signature=${signature}`;
  return store.url(`/files/${document.id}/${kind}/${encodeURIComponent(document.filename)}?${query}`);
}

/** The signature a link to a file carries. */
export function fileSignature(store: Store, document: DocumentRow, kind: FileKind, date: string): string {
  const { fileSecret } = must(store.accounts, document.accountId);
  return createHmac('sha256', fileSecret).update(`${document.id} ${kind} ${date}`).digest('hex');
}

/** Where a signer signs: v3 has one page for all documents of a signer, v1 one per document. */
export function signingPath(store: Store, link: LinkRow): string {
  return must(store.envelopes, link.envelopeId).origin === 'v3'
    ? `/notarial/widget/signatures/${link.signerId}/redirect`
    : `/sign/${link.requestSignatureKey}`;
}

function signerEntry(store: Store, link: LinkRow): JsonObject {
  const signer = must(store.signers, link.signerId);
  return {
    list_key: link.id,
    key: signer.id,
    request_signature_key: link.requestSignatureKey,
    email: signer.email,
    name: signer.name,
    has_documentation: signer.hasDocumentation,
    documentation: signer.documentation,
    birthday: signer.birthday,
    phone_number: signer.phoneNumber,
    sign_as: link.signAs[0] ?? 'sign',
    delivery: signer.delivery,
    refusable: link.refusable,
    url: store.url(signingPath(store, link)),
    auths: link.auths,
    created_at: utc(link.createdAt),
  };
}

const flagNames = [
  'selfie_enabled',
  'handwritten_enabled',
  'official_document_enabled',
  'liveness_enabled',
  'facial_biometrics_enabled',
] as const;

/** Extra evidence asked of a signer, by v1's flags or v3's requirements. */
export function evidenceFlags(signer: SignerRow, link: LinkRow | null): Record<string, boolean> {
  return Object.fromEntries(
    flagNames.map((flag) => [
      flag,
      signer.flags[flag] === true || (link?.auths.includes(flag.replace('_enabled', '')) ?? false),
    ]),
  );
}

/** A signer inside an event's data. */
export function eventSigner(store: Store, link: LinkRow): JsonObject {
  const signer = must(store.signers, link.signerId);
  return {
    sign_as: link.signAs[0] ?? 'sign',
    key: signer.id,
    email: signer.email,
    name: link.evidence?.name ?? signer.name,
    birthday: link.evidence?.birthday ?? signer.birthday,
    documentation: link.evidence?.documentation ?? signer.documentation,
    has_documentation: signer.hasDocumentation,
    created_at: brasilia(signer.createdAt),
    auths: link.auths,
    ...evidenceFlags(signer, link),
    communicate_by: signer.communicateBy,
    list_key: link.id,
    url: store.url(signingPath(store, link)),
  };
}

/** The fuller signer of `sign` and `refusal` events. `address` is where the request came from. */
export function signingSigner(store: Store, link: LinkRow): JsonObject {
  const signer = must(store.signers, link.signerId);
  const documentation = link.evidence?.documentation ?? signer.documentation;
  return {
    ...eventSigner(store, link),
    phone_number: signer.phoneNumber,
    phone_number_hash: null,
    address: link.evidence?.address ?? null,
    validation: { status: documentation ? 'conferred' : 'cpf_empty', name: null },
    latitude: null,
    longitude: null,
  };
}
