import type { Hono } from 'hono';
import type { ApiEnv } from '../gate.ts';
import type { DocumentRow, LinkRow, SignerRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';
import { NotFound } from './answer.ts';

/** What the routes of one noun get to work with. */
export interface V1 {
  app: Hono<ApiEnv>;
  store: Store;
  /** Runs a change as one commit: all of it or nothing. */
  change: <T>(work: () => T) => T;
}

export function documentOf(store: Store, accountId: string, key: string | null): DocumentRow {
  const row = key === null ? undefined : store.documents.get(key);
  if (row?.accountId !== accountId) throw new NotFound('Documento não encontrado');
  return row;
}

export function signerOf(store: Store, accountId: string, key: string | null): SignerRow {
  const row = key === null ? undefined : store.signers.get(key);
  if (row?.accountId !== accountId) throw new NotFound('Signatário não encontrado');
  return row;
}

/** A list, the vendor's word for a signer on a document, by its key or by its request_signature_key. */
export function listOf(store: Store, accountId: string, key: string | null): LinkRow {
  const row = key === null ? undefined : (store.links.get(key) ?? store.linkByKey.first(key));
  if (row?.accountId !== accountId) throw new NotFound('Lista não encontrada');
  return row;
}
