import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import type { Index, Table } from '#kit/emulator/table.ts';
import type * as rows from './rows.ts';

/** All of the emulated vendor's data, with the lookups the hot paths need. */
export interface Store {
  parts: EmulatorParts;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The address of a path under the vendor's prefix. */
  url(path: string): string;
  accounts: Table<rows.AccountRow>;
  users: Table<rows.UserRow>;
  tokens: Table<rows.TokenRow>;
  tokenByText: Index<rows.TokenRow>;
  webhooks: Table<rows.WebhookRow>;
  webhooksOf: Index<rows.WebhookRow>;
  folders: Table<rows.FolderRow>;
  files: Table<rows.FileRow>;
  templates: Table<rows.TemplateRow>;
  envelopes: Table<rows.EnvelopeRow>;
  envelopesOf: Index<rows.EnvelopeRow>;
  runningEnvelopes: Index<rows.EnvelopeRow>;
  documents: Table<rows.DocumentRow>;
  documentsOf: Index<rows.DocumentRow>;
  signers: Table<rows.SignerRow>;
  signersOf: Index<rows.SignerRow>;
  links: Table<rows.LinkRow>;
  linksOfDocument: Index<rows.LinkRow>;
  linksOfEnvelope: Index<rows.LinkRow>;
  linksOfSigner: Index<rows.LinkRow>;
  linkByKey: Index<rows.LinkRow>;
  requirements: Table<rows.RequirementRow>;
  requirementsOf: Index<rows.RequirementRow>;
  watchers: Table<rows.WatcherRow>;
  batches: Table<rows.BatchRow>;
  mails: Table<rows.MailRow>;
  mailsOf: Index<rows.MailRow>;
  sessions: Table<rows.SessionRow>;
  settings: Table<rows.SettingsRow>;
}

const stores = new WeakMap<EmulatorParts, Store>();

/** Opens the vendor's tables in the emulator's journal; the same store for the same parts, as each keeps indexes. */
export function openStore(parts: EmulatorParts): Store {
  let store = stores.get(parts);
  if (!store) stores.set(parts, (store = createStore(parts)));
  return store;
}

function createStore(parts: EmulatorParts): Store {
  const { journal } = parts;
  const tokens = journal.table<rows.TokenRow>('tokens');
  const webhooks = journal.table<rows.WebhookRow>('webhooks');
  const envelopes = journal.table<rows.EnvelopeRow>('envelopes');
  const documents = journal.table<rows.DocumentRow>('documents');
  const signers = journal.table<rows.SignerRow>('signers');
  const links = journal.table<rows.LinkRow>('links');
  const requirements = journal.table<rows.RequirementRow>('requirements');
  const mails = journal.table<rows.MailRow>('mails');
  return {
    parts,
    now: () => parts.clock.now(),
    url: (path) => `${parts.origin}/clicksign${path}`,
    accounts: journal.table('accounts'),
    users: journal.table('users'),
    tokens,
    tokenByText: tokens.index((row) => row.token),
    webhooks,
    webhooksOf: webhooks.index((row) => row.accountId),
    folders: journal.table('folders'),
    files: journal.table('files'),
    templates: journal.table('templates'),
    envelopes,
    envelopesOf: envelopes.index((row) => row.accountId),
    runningEnvelopes: envelopes.index((row) => (row.status === 'running' ? 'running' : null)),
    documents,
    documentsOf: documents.index((row) => row.envelopeId),
    signers,
    signersOf: signers.index((row) => row.envelopeId),
    links,
    linksOfDocument: links.index((row) => row.documentId),
    linksOfEnvelope: links.index((row) => row.envelopeId),
    linksOfSigner: links.index((row) => row.signerId),
    linkByKey: links.index((row) => row.requestSignatureKey),
    requirements,
    requirementsOf: requirements.index((row) => row.envelopeId),
    watchers: journal.table('watchers'),
    batches: journal.table('batches'),
    mails,
    mailsOf: mails.index((row) => row.accountId),
    sessions: journal.table('sessions'),
    settings: journal.table('settings'),
  };
}

/** The row a foreign key points to. Throws when it is gone, which would be a mistake of ours. */
export function must<Row extends { id: string }>(table: Table<Row>, id: string): Row {
  const row = table.get(id);
  if (!row) throw new Error(`A row points to ${id}, which is gone`);
  return row;
}
