import { inflateRawSync } from 'node:zlib';
import type { ConnectionContext } from '#kit/connector.ts';
import { z } from 'zod';
import { at } from '#std/json.ts';
import { callV3, pathOf, understand } from '../client.ts';
import { oneOf } from './resource.ts';

const largestText = 8_000_000;

/**
 * Names of the `{{Campo}}` tags in a template's .docx: no API lists them, so the file itself is read. Empty when the
 * file is not offered on the account's own host, or is no .docx.
 */
export async function readTemplateFields(context: ConnectionContext, template: string): Promise<string[]> {
  const response = await callV3(context, { method: 'GET', path: pathOf`/api/v3/templates/${template}` });
  const { data } = understand(response, oneOf(z.object({ name: z.string() })));
  const link = at(data.links, 'files.original');
  // A link to another host is not followed: it would be a door through which an answer chooses whom we call.
  if (typeof link !== 'string' || !link.startsWith(`${context.origins.api}/`)) return [];
  const file = await context.http({ method: 'GET', url: link });
  return file.status === 200 ? tagsOf(file.body) : [];
}

/** The tags of a .docx, each once, in the order of the text. */
export function tagsOf(docx: Buffer): string[] {
  const xml = unzip(docx, 'word/document.xml');
  if (xml === null) return [];
  // Word splits a tag over several runs: only without the markup it is whole again.
  const words = xml
    .toString('utf8')
    .replaceAll('</w:p>', '\n')
    .replace(/<[^>]*>/g, '');
  const tags = [...words.matchAll(/\{\{\s*([^{}\n]+?)\s*\}\}/g)].map((match) => match[1]!);
  return [...new Set(tags.filter((tag) => !/^[#/^!>]/.test(tag)))];
}

/** One file out of a zip, or null. */
function unzip(zip: Buffer, wanted: string): Buffer | null {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > zip.length) return null;
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0 && entry + 46 <= zip.length; left--) {
    const nameLength = zip.readUInt16LE(entry + 28);
    const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength);
    if (name === wanted) return contentOf(zip, entry);
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return null;
}

function contentOf(zip: Buffer, entry: number): Buffer | null {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  if (local + 30 > zip.length) return null;
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + size);
  if (method === 0) return packed;
  return method === 8 ? inflateRawSync(packed, { maxOutputLength: largestText }) : null;
}
