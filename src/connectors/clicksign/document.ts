import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { text, type Body } from './body.ts';
import type { Person } from './people.ts';

/** What triggers offer about the document. Absent values are left out, so that templates can tell. */
export function documentData(body: Body, people: Person[]): JsonObject {
  const { document } = body;
  const path = text(document.path);
  const filename = filenameOf(body);
  const folder = path === null ? null : folderOf(path);
  const template = templateOf(document.template);
  const metadata = isObject(document.metadata) ? document.metadata : {};
  return present({
    key: body.key,
    filename,
    name: withoutExtension(filename),
    path,
    folder,
    status: text(document.status),
    url: linkFor(document),
    uploaded_at: text(document.uploaded_at),
    finished_at: text(document.finished_at),
    deadline_at: text(document.deadline_at),
    template: template.key,
    metadata,
    company: companyOf(metadata, template.data, folder),
    // Tax numbers stay with `signer`: a list is copied as a whole, too easily for them.
    signers: people.map((person) => present({ ...person, documentation: null })),
    signed_count: people.filter((person) => person.signed_at !== null).length,
    signer_count: people.length,
  });
}

/** The file's name with its extension; what people call the document. */
export function filenameOf(body: Body): string {
  const path = text(body.document.path);
  return text(body.document.filename) ?? text(path?.slice(path.lastIndexOf('/') + 1)) ?? body.key;
}

/** Leaves out what is null. */
export function present(values: Record<string, Json>): JsonObject {
  const kept: JsonObject = {};
  for (const key in values) {
    if (values[key] !== null && values[key] !== undefined) kept[key] = values[key];
  }
  return kept;
}

/** Lower case without accents, for comparing what people typed. */
export function fold(value: string): string {
  return value
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

function withoutExtension(filename: string): string {
  return filename.replace(/(?<=.)\.[a-z][a-z0-9]{1,4}$/i, '');
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** `links.self` of a webhook leads to a page for people; that of the API does not. */
function linkFor(document: JsonObject): string | null {
  const self = isObject(document.links) ? text(document.links.self) : null;
  return self !== null && /^https?:\/\//.test(self) && !self.includes('/api/') ? self : null;
}

function templateOf(template: Json | undefined): { key: string | null; data: JsonObject } {
  if (!isObject(template)) return { key: text(template), data: {} };
  return { key: text(template.key), data: isObject(template.data) ? template.data : {} };
}

const companyKeys = new Set(['empresa', 'nomedaempresa', 'razaosocial', 'company', 'companyname']);

/** Clicksign sends no company: it is what the sender left in metadata, in a template's fields, or in the folder. */
function companyOf(metadata: JsonObject, filled: JsonObject, folder: string | null): string | null {
  const stated = text(metadata.empresa) ?? text(metadata.company);
  if (stated !== null) return stated;
  for (const key in filled) {
    const value = text(filled[key]);
    if (value !== null && companyKeys.has(fold(key).replace(/[^a-z]/g, ''))) return value;
  }
  // A folder of the first level sorts documents by kind ("Contratos"); one below it may name a customer.
  const last = folder === null ? 0 : folder.lastIndexOf('/');
  return folder === null || last <= 0 ? null : text(folder.slice(last + 1));
}
