import { hmacSha256Hex } from '#std/hmac.ts';
import { signableGroup, signingSigner } from './document-view.ts';
import { closeIfComplete } from './ending.ts';
import { happened } from './events.ts';
import { requestMail, signersToAsk } from './mails.ts';
import { unprocessable } from './refusal.ts';
import type { EnvelopeRow, LinkRow } from './rows.ts';
import { must, type Store } from './store.ts';

/** The signatures a signing page's key stands for: one document (v1), a batch, or all documents of a v3 signer. */
export function linksOfKey(store: Store, key: string): LinkRow[] {
  const link = store.linkByKey.first(key);
  if (link) return [link];
  const batch = store.batches.get(key);
  if (batch) {
    return store.linksOfSigner
      .all(batch.signerId)
      .filter((own) => batch.documentIds.includes(own.documentId));
  }
  return store.linksOfSigner.all(key);
}

/** Why a signature cannot be given now, in the vendor's language; null when it can. */
export function obstacle(store: Store, link: LinkRow): string | null {
  const document = must(store.documents, link.documentId);
  if (document.status === 'draft') return 'O documento ainda não foi enviado para assinatura';
  if (document.status !== 'running') return 'O documento não está mais disponível para assinatura';
  if (link.status === 'signed') return 'Você já assinou este documento';
  if (link.status === 'refused') return 'Você recusou a assinatura deste documento';
  const envelope = must(store.envelopes, link.envelopeId);
  const links = store.linksOfEnvelope.all(link.envelopeId);
  if (envelope.blockAfterRefusal && links.some((other) => other.status === 'refused')) {
    return 'A assinatura foi bloqueada porque um signatário recusou';
  }
  if (envelope.sequence && link.group !== signableGroup(links)) return 'Ainda não é a sua vez de assinar';
  return null;
}

function requirePossible(store: Store, link: LinkRow): void {
  const reason = obstacle(store, link);
  if (reason !== null) throw unprocessable('', reason);
}

/** The signer opened the documents and pressed sign (`signature_started`); once per document. */
export function startSigning(store: Store, links: LinkRow[]): void {
  for (const link of links) {
    requirePossible(store, link);
    if (link.startedAt !== null) continue;
    const started = store.links.put({ ...link, startedAt: store.now() });
    happened(store, link.documentId, 'signature_started', {
      signer: signingSigner(store, started),
      account: { key: link.accountId },
    });
  }
}

type Evidence = NonNullable<LinkRow['evidence']>;
const nobody: Evidence = { address: '127.0.0.1', name: null, documentation: null, birthday: null };

/**
 * Gives the signatures (`sign`, one per document), asks the next group, and closes what is complete.
 * @throws the vendor's 422 when one of them cannot be given now; none is given then
 */
export function sign(store: Store, links: LinkRow[], evidence: Partial<Evidence> = {}): void {
  for (const link of links) requirePossible(store, link);
  for (const link of links) {
    const signed = store.links.put({
      ...must(store.links, link.id),
      status: 'signed',
      endedAt: store.now(),
      updatedAt: store.now(),
      evidence: { ...nobody, ...evidence },
    });
    happened(store, link.documentId, 'sign', {
      signer: signingSigner(store, signed),
      secret_hmac: null,
      account: { key: link.accountId },
    });
  }
  for (const envelopeId of new Set(links.map((link) => link.envelopeId))) {
    askNextGroup(store, must(store.envelopes, envelopeId), links);
    closeIfComplete(store, envelopeId);
  }
}

/** When the last of a group has signed, the next group gets its messages by itself. */
function askNextGroup(store: Store, envelope: EnvelopeRow, signed: LinkRow[]): void {
  if (!envelope.sequence || !envelope.notified) return;
  const group = Math.max(
    ...signed.filter((link) => link.envelopeId === envelope.id).map((link) => link.group),
  );
  for (const link of signersToAsk(store, envelope)) {
    if (link.group > group) requestMail(store, link, link.message);
  }
}

/** Refuses to sign (`refusal`). @throws the vendor's 422 when the signer may not refuse or it is too late */
export function refuse(store: Store, links: LinkRow[], reasons: string[], comment: string | null): void {
  for (const link of links) {
    requirePossible(store, link);
    if (!link.refusable) throw unprocessable('', 'Este documento não pode ser recusado');
  }
  for (const link of links) {
    const now = store.now();
    const refused = store.links.put({
      ...link,
      status: 'refused',
      endedAt: now,
      updatedAt: now,
      evidence: nobody,
    });
    happened(store, link.documentId, 'refusal', {
      signer: { ...signingSigner(store, refused), sign_as: refused.signAs },
      refusal: { reasons, comment },
      account: { key: link.accountId },
    });
  }
}

/** What a caller must send to sign by API: the HMAC of the request's key, keyed with the signer's secret. */
export function apiSignature(store: Store, link: LinkRow): string {
  return hmacSha256Hex(must(store.signers, link.signerId).secret, link.requestSignatureKey);
}
