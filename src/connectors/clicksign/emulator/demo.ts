import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import { sampleContract } from './files/sample.ts';
import { openAccount } from './model/accounts.ts';
import { addFile } from './model/documents.ts';
import { activateEnvelope, createEnvelope } from './model/envelopes.ts';
import { requestMail, signersToAsk } from './model/mails.ts';
import type { UserRow } from './model/rows.ts';
import { openStore, type Store } from './model/store.ts';
import { mimeTypes } from './model/vocabulary.ts';
import { addTemplate } from './model/templates.ts';
import { composeDocument, composeSigner } from './model/composing.ts';

/** The demo account of the emulated Clicksign and its API token. Made-up values that open nothing anywhere else. */
export const DEMO_CLICKSIGN_ACCOUNT_KEY = '35286aca-0000-4000-8000-00000000c11c';
export const DEMO_CLICKSIGN_ACCOUNT_NAME = 'Demonstração Ltda';
export const DEMO_CLICKSIGN_USER_EMAIL = 'ana@demonstracao.com.br';
export const DEMO_CLICKSIGN_TOKEN = 'd3a0c1c5-1900-4c5e-8000-c11c51900001';
/** An account of before July 2024: API v1 and v2 work, every v3 call answers 503. */
export const DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY = '35286aca-0000-4000-8000-00000000c11d';
export const DEMO_CLICKSIGN_LEGACY_TOKEN = 'd3a0c1c5-1900-4c5e-8000-c11c51900002';
/** A template of the demo account. */
export const DEMO_CLICKSIGN_TEMPLATE_NAME = 'Contrato padrão';

/** Puts the demo accounts in place, with one template and one document out for signature. Does nothing when they exist. */
export function seedDemo(parts: EmulatorParts): { token: string; account_key: string } {
  const store = openStore(parts);
  if (!store.accounts.get(DEMO_CLICKSIGN_ACCOUNT_KEY)) parts.journal.commit(() => seed(store));
  return { token: DEMO_CLICKSIGN_TOKEN, account_key: DEMO_CLICKSIGN_ACCOUNT_KEY };
}

function seed(store: Store): void {
  const user = openAccount(store, {
    id: DEMO_CLICKSIGN_ACCOUNT_KEY,
    name: DEMO_CLICKSIGN_ACCOUNT_NAME,
    userName: 'Ana Demonstração',
    email: DEMO_CLICKSIGN_USER_EMAIL,
    token: DEMO_CLICKSIGN_TOKEN,
  });
  openAccount(store, {
    id: DEMO_CLICKSIGN_LEGACY_ACCOUNT_KEY,
    name: 'Conta Antiga Ltda',
    userName: 'Beto Antigo',
    email: 'beto@contaantiga.com.br',
    token: DEMO_CLICKSIGN_LEGACY_TOKEN,
    envelopesEnabled: false,
  });
  const template = addFile(store, mimeTypes['docx']!, Buffer.from('{{Nome}} {{Empresa}}'));
  const name = DEMO_CLICKSIGN_TEMPLATE_NAME;
  addTemplate(store, user.accountId, { name, color: '#577b8d', fileId: template.id });
  seedEnvelope(store, user);
}

function seedEnvelope(store: Store, user: UserRow): void {
  const from = { accountId: user.accountId, userId: user.id, origin: 'v3' as const };
  const envelope = createEnvelope(store, from, { name: 'Proposta comercial' });
  const file = addFile(store, 'application/pdf', sampleContract());
  composeDocument(store, envelope, {
    path: '/Propostas/Proposta comercial.pdf',
    fileId: file.id,
    metadata: {},
  });
  const signer = { name: 'João Souza', email: 'joao@exemplo.com.br', refusable: true };
  composeSigner(store, envelope, signer, { role: 'sign', auth: 'email' });
  const running = activateEnvelope(store, envelope);
  store.envelopes.put({ ...running, notified: true });
  for (const link of signersToAsk(store, running)) requestMail(store, link, null);
}
