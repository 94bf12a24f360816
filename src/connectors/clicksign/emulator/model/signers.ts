import { eventSigner } from './document-view.ts';
import { byUser, happened } from './events.ts';
import { secretMail } from './mails.ts';
import { forbidden, Refusal, unprocessable, type Objection } from './refusal.ts';
import type { DocumentRow, EnvelopeRow, LinkRow, RequirementRow, SignerRow } from './rows.ts';
import { must, type Store } from './store.ts';

export type SignerInput = Partial<
  Omit<SignerRow, 'id' | 'accountId' | 'secret' | 'createdAt' | 'modifiedAt'>
>;

/**
 * Makes a signer, of an envelope (v3) or of the account (v1).
 * @throws the vendor's 422 for names of one word, phone numbers and CPFs that cannot be
 */
export function addSigner(store: Store, accountId: string, input: SignerInput): SignerRow {
  const faults = signerFaults(input);
  if (faults.length > 0) throw new Refusal(...faults);
  const now = store.now();
  const signer = store.signers.put({
    id: store.parts.newId(),
    accountId,
    envelopeId: null,
    name: null,
    email: null,
    phoneNumber: null,
    birthday: null,
    documentation: null,
    hasDocumentation: true,
    locationRequired: false,
    refusable: false,
    group: 1,
    auths: [],
    delivery: 'email',
    communicateBy: 'email',
    communicateEvents: { signature_request: 'email', signature_reminder: 'email', document_signed: 'email' },
    flags: {},
    ...input,
    secret: hex32(store),
    createdAt: now,
    modifiedAt: now,
  });
  store.parts.journal.record('signer.created', signer.id, {
    email: signer.email,
    envelope: signer.envelopeId,
  });
  if (signer.auths.includes('api') && signer.email) secretMail(store, accountId, signer.email, signer.secret);
  return signer;
}

/** 32 hex characters, as webhook and signer secrets have. */
export function hex32(store: Store): string {
  return store.parts.newId().replaceAll('-', '');
}

function signerFaults(input: SignerInput): Objection[] {
  const faults: Objection[] = [];
  const fault = (attribute: string, title: string) =>
    faults.push({ kind: 'unprocessable', attribute, title });
  if (input.name && !/\S+\s+\S+/.test(input.name)) fault('name', 'deve ter nome e sobrenome');
  if (input.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email)) fault('email', 'não é válido');
  if (input.phoneNumber && !/^\d{10,11}$/.test(input.phoneNumber)) fault('phone_number', 'inválido');
  if (input.documentation && !isCpf(input.documentation)) fault('documentation', 'inválido');
  if (input.birthday && Number.isNaN(Date.parse(input.birthday))) fault('birthday', 'inválido');
  return faults;
}

/** Whether a text has the form 000.000.000-00. The sandbox does not check the digits. */
export function isCpf(text: string): boolean {
  return /^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(text);
}

type LinkInput = Pick<LinkRow, 'signAs' | 'auths' | 'refusable' | 'group' | 'message'>;

/** Puts a signer on a document (`add_signer`). */
export function linkSigner(
  store: Store,
  document: DocumentRow,
  signer: SignerRow,
  input: LinkInput,
): LinkRow {
  const now = store.now();
  const link = store.links.put({
    id: store.parts.newId(),
    accountId: document.accountId,
    envelopeId: document.envelopeId,
    documentId: document.id,
    signerId: signer.id,
    requestSignatureKey: store.parts.newId(),
    ...input,
    status: 'pending',
    startedAt: null,
    endedAt: null,
    evidence: null,
    createdAt: now,
    updatedAt: now,
  });
  announce(store, link, 'add_signer');
  return link;
}

/** Takes a signer off a document (`remove_signer`). @throws the vendor's 403 after the signature */
export function unlinkSigner(store: Store, link: LinkRow): void {
  requireUnsigned(link);
  announce(store, link, 'remove_signer', () => store.links.delete(link.id));
}

function announce(
  store: Store,
  link: LinkRow,
  event: 'add_signer' | 'remove_signer',
  change?: () => void,
): void {
  const envelope = must(store.envelopes, link.envelopeId);
  const data = byUser(store, envelope, { signers: [eventSigner(store, link)] });
  change?.();
  happened(store, link.documentId, event, data);
}

function requireUnsigned(link: LinkRow): void {
  if (link.status === 'signed') throw forbidden('Já assinou um documento. Não pode ser excluído');
}

/** Removes a v3 signer from the envelope, or a v1 signer from the account. */
export function removeSigner(store: Store, signer: SignerRow): void {
  const links = store.linksOfSigner.all(signer.id);
  links.forEach(requireUnsigned);
  for (const link of links) unlinkSigner(store, link);
  if (signer.envelopeId !== null) {
    for (const requirement of store.requirementsOf.all(signer.envelopeId)) {
      if (requirement.signerId === signer.id) store.requirements.delete(requirement.id);
    }
  }
  store.signers.delete(signer.id);
  store.parts.journal.record('signer.deleted', signer.id, null);
}

export type RequirementInput = Omit<RequirementRow, 'id' | 'createdAt' | 'modifiedAt'>;

/**
 * Adds a v3 requirement. A signer is on a document from the moment both a qualification and an authentication exist.
 * @throws the vendor's 422 for the same action twice
 */
export function addRequirement(store: Store, input: RequirementInput): RequirementRow {
  const same = requirementsFor(store, input).some(
    (other) => other.action === input.action && other.role === input.role && other.auth === input.auth,
  );
  if (same) throw unprocessable('action', 'já está em uso');
  const now = store.now();
  const requirement = store.requirements.put({
    ...input,
    id: store.parts.newId(),
    createdAt: now,
    modifiedAt: now,
  });
  syncLink(store, requirement);
  return requirement;
}

/** Removes a requirement; without a qualification or an authentication the signer is off the document again. */
export function removeRequirement(store: Store, requirement: RequirementRow): void {
  store.requirements.delete(requirement.id);
  syncLink(store, requirement);
}

type Pair = Pick<RequirementRow, 'envelopeId' | 'documentId' | 'signerId'>;

function requirementsFor(store: Store, pair: Pair): RequirementRow[] {
  return store.requirementsOf
    .all(pair.envelopeId)
    .filter((other) => other.documentId === pair.documentId && other.signerId === pair.signerId);
}

function syncLink(store: Store, pair: Pair): void {
  const requirements = requirementsFor(store, pair);
  const signAs = requirements.flatMap((requirement) => requirement.role ?? []);
  const auths = requirements.flatMap((requirement) => requirement.auth ?? []);
  const link = store.linksOfSigner.all(pair.signerId).find((other) => other.documentId === pair.documentId);
  const complete = signAs.length > 0 && auths.length > 0;
  if (link && complete) store.links.put({ ...link, signAs, auths, updatedAt: store.now() });
  else if (link) unlinkSigner(store, link);
  else if (complete) {
    const signer = must(store.signers, pair.signerId);
    const { refusable, group } = signer;
    linkSigner(store, must(store.documents, pair.documentId), signer, {
      signAs,
      auths,
      refusable,
      group,
      message: null,
    });
  }
}

/** Whether signers and requirements may still be added. @throws the vendor's 403 when it ended */
export function requireOpen(envelope: EnvelopeRow): void {
  if (envelope.status !== 'draft' && envelope.status !== 'running') {
    throw forbidden('envelope não está com status draft ou running');
  }
}
