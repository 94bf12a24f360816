import { signableGroup, signingPath } from './document-view.ts';
import { brasilia } from './moment.ts';
import type { DocumentRow, EnvelopeRow, LinkRow, MailRow } from './rows.ts';
import { must, type Store } from './store.ts';

function channelOf(wanted: string): MailRow['channel'] | null {
  if (wanted === 'none') return null;
  return wanted === 'sms' || wanted === 'whatsapp' ? wanted : 'email';
}

type NewMail = Omit<MailRow, 'id' | 'at' | 'link' | 'code'> & Partial<Pick<MailRow, 'link' | 'code'>>;
function put(store: Store, mail: NewMail): void {
  store.mails.put({ link: null, code: null, ...mail, id: store.parts.newId(), at: store.now() });
}

/**
 * Asks a signer to sign. A v3 signer gets one message for all documents of the envelope.
 * @returns whether a message went out (`none` can be chosen)
 */
export function requestMail(store: Store, link: LinkRow, message: string | null): boolean {
  const signer = must(store.signers, link.signerId);
  const envelope = must(store.envelopes, link.envelopeId);
  const channel = signer.delivery === 'none' ? null : channelOf(signer.communicateEvents.signature_request);
  const to = channel === 'email' ? signer.email : signer.phoneNumber;
  if (channel === null || to === null || envelope.quiet) return false;
  const sender = must(store.users, envelope.userId);
  const names = store.linksOfSigner
    .all(signer.id)
    .filter((other) => other.envelopeId === envelope.id)
    .map((other) => must(store.documents, other.documentId).filename);
  put(store, {
    accountId: envelope.accountId,
    channel,
    to,
    subject: envelope.defaultSubject ?? `${sender.name} enviou um documento para você assinar`,
    body: [
      `Olá, ${signer.name ?? signer.email ?? ''}.`,
      ...((message ?? envelope.defaultMessage) ? [(message ?? envelope.defaultMessage)!] : []),
      `${names.length === 1 ? 'Documento' : 'Documentos'}: ${names.join(', ')}`,
      `Assine até ${brasilia(envelope.deadlineAt).slice(0, 10).split('-').reverse().join('/')}.`,
    ],
    link: { text: 'Visualizar para assinar', path: signingPath(store, link) },
  });
  return true;
}

/** The signers whose turn it is and who have not signed, one link each. */
export function signersToAsk(store: Store, envelope: EnvelopeRow): LinkRow[] {
  const links = store.linksOfEnvelope.all(envelope.id);
  const group = signableGroup(links);
  const waiting = links.filter(
    (link) => link.status === 'pending' && (!envelope.sequence || link.group === group),
  );
  return [...new Map(waiting.map((link) => [link.signerId, link])).values()];
}

/** Sends the token a signer types in at the end. */
export function codeMail(store: Store, link: LinkRow, code: string): void {
  const signer = must(store.signers, link.signerId);
  const wanted = link.auths.find((auth) => auth === 'sms' || auth === 'whatsapp') ?? 'email';
  const channel = channelOf(wanted) ?? 'email';
  put(store, {
    accountId: link.accountId,
    channel,
    to: (channel === 'email' ? signer.email : signer.phoneNumber) ?? '—',
    subject: `${code} é o seu token para assinar`,
    body: [`Digite o token ${code} na página de assinatura para confirmar quem você é.`],
    code,
  });
}

/** Tells the signers and the watchers that a document is finished. */
export function finishedMails(store: Store, document: DocumentRow): void {
  const link = { text: 'Abrir o documento assinado', path: `/documentos/${document.id}` };
  const text = {
    accountId: document.accountId,
    subject: `Documento finalizado: ${document.filename}`,
    body: [`${document.filename} foi finalizado. O arquivo assinado está disponível.`],
    link,
  };
  for (const { signerId } of store.linksOfDocument.all(document.id)) {
    const signer = must(store.signers, signerId);
    const channel = channelOf(signer.communicateEvents.document_signed);
    const to = channel === 'email' ? signer.email : signer.phoneNumber;
    if (channel !== null && to !== null) put(store, { ...text, channel, to });
  }
  for (const watcher of store.watchers.all()) {
    if (watcher.envelopeId === document.envelopeId) {
      put(store, { ...text, channel: 'email', to: watcher.email });
    }
  }
}

/** Gives a signer the secret for signing by API. */
export function secretMail(store: Store, accountId: string, to: string, secret: string): void {
  put(store, {
    accountId,
    channel: 'email',
    to,
    subject: 'Seu secret para assinatura via API',
    body: [`Secret: ${secret}`, 'Envie o HMAC SHA256 da request_signature_key, calculado com este secret.'],
  });
}
