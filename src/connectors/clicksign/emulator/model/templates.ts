import { isObject, type JsonObject } from '#std/json.ts';
import { badRequest, notFound } from './refusal.ts';
import type { DocumentRow, TemplateRow } from './rows.ts';
import { must, type Store } from './store.ts';

/** Adds a template; its file is a .docx. */
export function addTemplate(
  store: Store,
  accountId: string,
  input: { name: string; color: string; fileId: string },
): TemplateRow {
  const now = store.now();
  const row = { id: store.parts.newId(), accountId, ...input, createdAt: now, modifiedAt: now };
  store.parts.journal.record('template.created', row.id, { name: row.name });
  return store.templates.put(row);
}

interface Filled {
  fileId: string;
  template: NonNullable<DocumentRow['template']>;
}

/**
 * A document made from a template. The emulator keeps the values beside the file and does not write them into it.
 * @throws the vendor's 404 when there is no such template, 400 when `data` is no object
 */
export function fillTemplate(store: Store, accountId: string, input: JsonObject): Filled {
  const key = input['key'];
  if (typeof key !== 'string') throw badRequest('template', 'template deve ser informado(a)');
  const template = store.templates.get(key.toLowerCase());
  if (template?.accountId !== accountId) throw notFound(key);
  const data = input['data'] ?? {};
  if (!isObject(data)) throw badRequest('template', 'data deve ser um hash');
  return { fileId: must(store.files, template.fileId).id, template: { key: template.id, data } };
}
