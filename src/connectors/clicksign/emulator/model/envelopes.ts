import { closeDocument } from './ending.ts';
import { byUser, happened } from './events.ts';
import { brasilia, ruby } from './moment.ts';
import { forbidden, Refusal, unprocessable, type Objection } from './refusal.ts';
import type { EnvelopeRow } from './rows.ts';
import type { Store } from './store.ts';
import { day } from './vocabulary.ts';

/** What a caller can set on an envelope; what is absent keeps its value, or gets the vendor's default. */
export interface EnvelopeInput {
  name?: string;
  deadlineAt?: number;
  locale?: string;
  autoClose?: boolean;
  remindInterval?: number | null;
  blockAfterRefusal?: boolean;
  defaultSubject?: string | null;
  defaultMessage?: string | null;
  partialAction?: 'closed' | 'canceled';
  folderId?: string | null;
}

export interface EnvelopeOrigin {
  accountId: string;
  userId: string;
  origin: 'v1' | 'v3';
  sequence?: boolean;
  quiet?: boolean;
}

/** Makes a draft. The deadline is 30 days off when none is given. */
export function createEnvelope(
  store: Store,
  from: EnvelopeOrigin,
  input: EnvelopeInput & { name: string },
): EnvelopeRow {
  checkDeadline(store, input.deadlineAt);
  const now = store.now();
  const envelope = store.envelopes.put({
    id: store.parts.newId(),
    status: 'draft',
    deadlineAt: now + 30 * day,
    locale: 'pt-BR',
    autoClose: true,
    remindInterval: 3,
    blockAfterRefusal: false,
    defaultSubject: null,
    defaultMessage: null,
    partialAction: 'closed',
    folderId: null,
    notified: false,
    sequence: true,
    quiet: false,
    createdAt: now,
    modifiedAt: now,
    ...from,
    ...input,
  });
  store.parts.journal.record('envelope.created', envelope.id, {
    name: envelope.name,
    origin: envelope.origin,
  });
  return envelope;
}

function checkDeadline(store: Store, deadlineAt: number | undefined): void {
  if (deadlineAt === undefined) return;
  if (deadlineAt < store.now()) {
    throw unprocessable('deadline_at', `deve ser maior ou igual a ${ruby(store.now())}`);
  }
  const latest = store.now() + 90 * day;
  if (deadlineAt > latest) throw unprocessable('deadline_at', `deve ser menor ou igual a ${ruby(latest)}`);
}

/** Changes a draft's or a running envelope's settings and tells the webhooks what changed for its documents. */
export function changeEnvelope(store: Store, before: EnvelopeRow, input: EnvelopeInput): EnvelopeRow {
  if (before.status !== 'draft' && before.status !== 'running') {
    throw forbidden('envelope não está com status draft ou running');
  }
  checkDeadline(store, input.deadlineAt);
  const after = store.envelopes.put({ ...before, ...input, modifiedAt: store.now() });
  const changes: [string, string, boolean, string | boolean][] = [
    ['update_deadline', 'deadline_at', after.deadlineAt !== before.deadlineAt, brasilia(after.deadlineAt)],
    ['update_auto_close', 'auto_close', after.autoClose !== before.autoClose, after.autoClose],
    ['update_locale', 'locale', after.locale !== before.locale, after.locale],
  ];
  for (const document of store.documentsOf.all(after.id)) {
    for (const [event, field, changed, value] of changes) {
      if (changed) happened(store, document.id, event, byUser(store, after, { [field]: value }));
    }
  }
  return after;
}

/**
 * Sends a draft out: from then on it can be signed. Every signer needs a qualification and an authentication on every
 * document, so every document needs a signer.
 */
export function activateEnvelope(store: Store, envelope: EnvelopeRow): EnvelopeRow {
  if (envelope.status !== 'draft') throw unprocessable('status', 'envelope não está com status draft');
  checkDeadline(store, envelope.deadlineAt);
  const faults = activationFaults(store, envelope);
  if (faults.length > 0) throw new Refusal(...faults);
  const now = store.now();
  const running = store.envelopes.put({ ...envelope, status: 'running', modifiedAt: now });
  for (const document of store.documentsOf.all(envelope.id)) {
    store.documents.put({ ...document, status: 'running', updatedAt: now });
  }
  store.parts.journal.record('envelope.activated', envelope.id, null);
  return running;
}

/** What still keeps a draft from being sent. */
export function activationFaults(store: Store, envelope: EnvelopeRow): Objection[] {
  const documents = store.documentsOf.all(envelope.id);
  const signers = store.signersOf.all(envelope.id);
  const fault = (attribute: string, title: string): Objection => ({
    kind: 'unprocessable',
    attribute,
    title,
  });
  if (documents.length === 0) return [fault('documents', 'envelope deve ter pelo menos um documento')];
  if (signers.length === 0) return [fault('signers', 'envelope deve ter pelo menos um signatário')];
  const faults: Objection[] = [];
  for (const signer of signers) {
    const mine = store.linksOfSigner.all(signer.id).map((link) => link.documentId);
    for (const document of documents) {
      if (mine.includes(document.id)) continue;
      const who = signer.name ?? signer.email ?? signer.id;
      const what = `${who} deve ter um requisito de qualificação e um de autenticação em ${document.filename}`;
      faults.push(fault('requirements', what));
    }
  }
  return faults;
}

/** Cancels all documents of a running envelope. */
export function cancelEnvelope(store: Store, envelope: EnvelopeRow): void {
  if (envelope.status !== 'running') throw unprocessable('status', 'envelope não pode ser cancelado');
  for (const document of store.documentsOf.all(envelope.id)) {
    if (document.status === 'running') closeDocument(store, document, 'cancel');
  }
}

/** Removes a draft with everything in it. */
export function deleteEnvelope(store: Store, envelope: EnvelopeRow): void {
  requireDraft(envelope);
  for (const { id } of store.documentsOf.all(envelope.id)) store.documents.delete(id);
  for (const { id } of store.signersOf.all(envelope.id)) store.signers.delete(id);
  for (const { id } of store.linksOfEnvelope.all(envelope.id)) store.links.delete(id);
  for (const { id } of store.requirementsOf.all(envelope.id)) store.requirements.delete(id);
  store.envelopes.delete(envelope.id);
  store.parts.journal.record('envelope.deleted', envelope.id, null);
}

/** @throws the vendor's 403 when it was sent already */
export function requireDraft(envelope: EnvelopeRow): void {
  if (envelope.status !== 'draft') throw forbidden('envelope não está com status draft');
}
