import type { ConnectionContext } from '#kit/connector.ts';
import { at, type Json } from '#std/json.ts';
import { time } from '../body.ts';
import type { ChangesPage, Range } from '../changes.ts';
import { pageOfV1Documents, readV1Document, type ListedDocument } from '../v1/documents.ts';
import { bodiesOf } from './history.ts';

/** A document is signed within 90 days of its upload or not at all; the rest is for clocks and slow closings. */
const longestLifeMs = 100 * 24 * 3_600_000;

/**
 * One page of the documents of an account without API v3, as webhook bodies. v1 has no filter and no documented order:
 * all pages are read, unless they turn out to run from new to old and have reached documents too old to change.
 */
export async function readV1Page(
  context: ConnectionContext,
  range: Range,
  cursor: Json | null,
): Promise<ChangesPage> {
  const page = Number(at(cursor, 'page') ?? 1);
  const before = at(cursor, 'oldest');
  const { documents, next } = await pageOfV1Documents(context, page);
  const bodies: Json[] = [];
  for (const { key } of documents.filter((document) => mayHaveChanged(document, range))) {
    const document = await readV1Document(context, key);
    if (document) bodies.push(...bodiesOf(document, range));
  }
  const oldest = descends(documents, typeof before === 'number' ? before : before === null ? null : Infinity);
  const isOver = next === null || (oldest !== null && oldest < range.from - longestLifeMs);
  return { bodies, next: isOver ? null : { page: next, oldest: oldest === Infinity ? null : oldest } };
}

function mayHaveChanged(document: ListedDocument, range: Range): boolean {
  const updated = time(document.updated_at ?? null);
  return updated === null || updated >= range.from;
}

/** When the last of these was uploaded, if all so far came newest first; null once that is disproved. */
function descends(documents: ListedDocument[], before: number | null): number | null {
  let oldest = before;
  for (const document of documents) {
    const uploaded = time(document.uploaded_at ?? null);
    if (oldest === null || uploaded === null || uploaded > oldest) return null;
    oldest = uploaded;
  }
  return oldest;
}
