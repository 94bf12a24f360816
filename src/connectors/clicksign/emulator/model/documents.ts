import type { JsonObject } from '#std/json.ts';
import { byUser, happened } from './events.ts';
import { brasilia } from './moment.ts';
import { Refusal, unprocessable } from './refusal.ts';
import type { DocumentRow, EnvelopeRow, FileRow } from './rows.ts';
import { must, type Store } from './store.ts';
import { maxEnvelopeBytes, maxFileBytes, mimeTypes } from './vocabulary.ts';

export interface DocumentInput {
  /** "/Contratos/Contrato ACME.pdf" */
  path: string;
  fileId: string;
  metadata: JsonObject;
  template?: DocumentRow['template'];
}

/** Adds a document to an envelope; it takes the envelope's status. */
export function addDocument(store: Store, envelope: EnvelopeRow, input: DocumentInput): DocumentRow {
  const file = must(store.files, input.fileId);
  const others = store.documentsOf
    .all(envelope.id)
    .reduce((sum, { fileId }) => sum + must(store.files, fileId).size, 0);
  if (others + file.size > maxEnvelopeBytes) {
    throw unprocessable('content', 'envelope deve ter no máximo 100 MB');
  }
  const now = store.now();
  const document = store.documents.put({
    id: store.parts.newId(),
    accountId: envelope.accountId,
    envelopeId: envelope.id,
    template: null,
    ...input,
    filename: input.path.slice(input.path.lastIndexOf('/') + 1),
    status: envelope.status,
    uploadedAt: now,
    updatedAt: now,
    finishedAt: null,
    events: [],
  });
  return happened(
    store,
    document.id,
    'upload',
    byUser(store, envelope, {
      deadline_at: brasilia(envelope.deadlineAt),
      auto_close: envelope.autoClose,
      locale: envelope.locale,
    }),
  );
}

/** The media type a file's name promises, or null for a kind the vendor does not take. */
export function mimeOf(filename: string): string | null {
  const extension = /[^/]\.([a-z]+)$/i.exec(filename)?.[1]?.toLowerCase();
  return extension === undefined ? null : (mimeTypes[extension] ?? null);
}

/** Stores a file's bytes. @throws the vendor's 422 when there are none or too many */
export function addFile(store: Store, mime: string, bytes: Buffer): FileRow {
  if (bytes.length === 0) {
    throw new Refusal(
      { kind: 'unprocessable', attribute: 'content', title: 'não pode ficar em branco' },
      { kind: 'unprocessable', attribute: 'content', title: 'deve ser maior ou igual à 1 byte' },
    );
  }
  if (bytes.length > maxFileBytes) throw unprocessable('content', 'deve ser menor ou igual à 10 MB');
  return store.files.put({
    id: store.parts.newId(),
    mime,
    base64: bytes.toString('base64'),
    size: bytes.length,
  });
}

/**
 * Reads a data URI, the vendor's way to send a file inside JSON.
 * @returns the bytes, or null when it is no base64 data URI of a media type the vendor takes
 */
export function readDataUri(text: string): { mime: string; bytes: Buffer } | null {
  const match = /^data:([^;,]+)(?:;[^;,]+)*;base64,([A-Za-z0-9+/\s]*={0,2})$/.exec(text);
  if (!match || !Object.values(mimeTypes).includes(match[1]!)) return null;
  return { mime: match[1]!, bytes: Buffer.from(match[2]!, 'base64') };
}
