import { addDocument, type DocumentInput } from './documents.ts';
import type { DocumentRow, EnvelopeRow, SignerRow } from './rows.ts';
import { addRequirement, addSigner, linkSigner, type SignerInput } from './signers.ts';
import type { Store } from './store.ts';

/** What a signer is and how they prove it, for every document of the envelope: the way the vendor's screens work. */
export interface Terms {
  role: string;
  auth: string;
}

/** Adds a signer to all documents of an envelope. */
export function composeSigner(
  store: Store,
  envelope: EnvelopeRow,
  input: SignerInput,
  terms: Terms,
): SignerRow {
  const signer = addSigner(store, envelope.accountId, { ...input, envelopeId: envelope.id });
  for (const document of store.documentsOf.all(envelope.id)) require(store, document, signer, terms);
  return signer;
}

/** Adds a document that all signers of the envelope sign, on the terms they have already. */
export function composeDocument(store: Store, envelope: EnvelopeRow, input: DocumentInput): DocumentRow {
  const document = addDocument(store, envelope, input);
  for (const signer of store.signersOf.all(envelope.id)) {
    const link = store.linksOfSigner.all(signer.id)[0];
    require(store, document, signer, { role: link?.signAs[0] ?? 'sign', auth: link?.auths[0] ?? 'email' });
  }
  return document;
}

function require(store: Store, document: DocumentRow, signer: SignerRow, terms: Terms): void {
  const both = {
    envelopeId: document.envelopeId,
    documentId: document.id,
    signerId: signer.id,
    role: null,
    auth: null,
    pages: null,
    kind: null,
  };
  addRequirement(store, { ...both, action: 'agree', role: terms.role });
  addRequirement(store, { ...both, action: 'provide_evidence', auth: terms.auth });
}

/** Puts a signer on a document without requirements: for documents made in numbers. */
export function composeQuickly(store: Store, document: DocumentRow, input: SignerInput) {
  const signer = addSigner(store, document.accountId, { ...input, envelopeId: document.envelopeId });
  const terms = { signAs: ['sign'], auths: ['email'], refusable: signer.refusable, group: signer.group };
  return linkSigner(store, document, signer, { ...terms, message: null });
}
