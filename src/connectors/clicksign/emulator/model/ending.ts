import { byUser, happened } from './events.ts';
import { finishedMails } from './mails.ts';
import { brasilia } from './moment.ts';
import { unprocessable } from './refusal.ts';
import type { DocumentRow, EnvelopeRow } from './rows.ts';
import { must, type Store } from './store.ts';

/** What ended a document. */
export type Ending = 'auto_close' | 'close' | 'cancel' | 'deadline';

/**
 * Ends a running document: by its last signature, by hand, or by its deadline (closed when someone signed, canceled
 * when nobody did). A closed document is then announced once more as `document_closed`, when its signed file is ready.
 * @throws the vendor's 422 when it is not running, or closed by hand without a signature
 */
export function closeDocument(store: Store, document: DocumentRow, ending: Ending): void {
  const verb = ending === 'cancel' ? 'cancelado' : 'finalizado';
  if (document.status !== 'running') throw unprocessable('status', `documento não pode ser ${verb}`);
  const signed = store.linksOfDocument.all(document.id).some((link) => link.status === 'signed');
  if (ending === 'close' && !signed) throw unprocessable('status', 'documento não pode ser finalizado');
  const envelope = must(store.envelopes, document.envelopeId);
  const status = endStatus(envelope, ending, signed);
  store.documents.put({ ...document, status, finishedAt: store.now() });
  happened(store, document.id, ending, endingData(store, envelope, ending));
  if (status === 'closed') {
    happened(store, document.id, 'document_closed', { account: { key: document.accountId } });
  }
  settleEnvelope(store, envelope.id);
  if (status === 'closed' && !envelope.quiet) finishedMails(store, must(store.documents, document.id));
}

function endStatus(envelope: EnvelopeRow, ending: Ending, signed: boolean): 'closed' | 'canceled' {
  if (ending === 'cancel') return 'canceled';
  if (ending === 'deadline') return signed ? envelope.partialAction : 'canceled';
  return 'closed';
}

function endingData(store: Store, envelope: EnvelopeRow, ending: Ending) {
  switch (ending) {
    case 'auto_close':
      return null;
    case 'deadline':
      return { reached_at: brasilia(Math.min(envelope.deadlineAt, store.now())) };
    default:
      return byUser(store, envelope);
  }
}

/** An envelope ends with the last of its documents: closed when any of them was. */
function settleEnvelope(store: Store, envelopeId: string): void {
  const documents = store.documentsOf.all(envelopeId);
  if (documents.some((document) => document.status === 'running')) return;
  const status = documents.some((document) => document.status === 'closed') ? 'closed' : 'canceled';
  store.envelopes.put({ ...must(store.envelopes, envelopeId), status, modifiedAt: store.now() });
  store.parts.journal.record(`envelope.${status}`, envelopeId, null);
}

/** Ends the running documents of an envelope whose time is over. */
export function passDeadline(store: Store, envelope: EnvelopeRow): void {
  for (const document of store.documentsOf.all(envelope.id)) {
    if (document.status === 'running') closeDocument(store, document, 'deadline');
  }
}

/** Ends every running envelope whose deadline has passed. Returns how many. */
export function passDeadlines(store: Store): number {
  const due = store.runningEnvelopes.all('running').filter((envelope) => envelope.deadlineAt <= store.now());
  for (const envelope of due) store.parts.journal.commit(() => passDeadline(store, envelope));
  return due.length;
}

/** After a signature: closes the envelope's documents when nobody is left to sign and auto_close is on. */
export function closeIfComplete(store: Store, envelopeId: string): void {
  const envelope = must(store.envelopes, envelopeId);
  const links = store.linksOfEnvelope.all(envelopeId);
  if (!envelope.autoClose || envelope.status !== 'running' || links.length === 0) return;
  const running = store.documentsOf.all(envelopeId).filter((document) => document.status === 'running');
  const ids = new Set(running.map((document) => document.id));
  const open = links.some((link) => ids.has(link.documentId) && link.status !== 'signed');
  if (!open) for (const document of running) closeDocument(store, document, 'auto_close');
}
