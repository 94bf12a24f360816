import type { ObjectType } from '#domain/records/object.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorAssociation, VendorLinks } from '#kit/objects.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { ask, call, pathOf } from '../client.ts';
import { failureOfInput } from '../errors.ts';
import { batchOf, linkBatch, linkPage, type WireLink } from '../wire.ts';
import { z } from 'zod';
import { pieces } from './records.ts';
import { pathName } from './types.ts';

/** One end of an association. */
export type Link = VendorLinks['to'][number];

/** Most inputs of one batch: 2,000 written and 1,000 read ("Associate records", HubSpot docs, read 2026-11). */
const writeSize = 1_000;
const readSize = 1_000;
const pageSize = 500;

/** Associates pairs, one call for each two objects and thousand pairs. Without types: by the plain kind. */
export async function associateAll(context: ConnectionContext, inputs: VendorAssociation[]): Promise<void> {
  for (const group of groups(inputs)) {
    await writeBatch(context, group, group.plain ? 'associate/default' : 'create', (pair) => ({
      ...ends(pair),
      ...(!group.plain && { types: typesOf(pair) }),
    }));
  }
}

/** Takes associations away, one call for each two objects and thousand pairs. Without types: all of a pair's. */
export async function dissociateAll(context: ConnectionContext, inputs: VendorAssociation[]): Promise<void> {
  for (const group of groups(inputs)) {
    await writeBatch(context, group, group.plain ? 'archive' : 'labels/archive', (pair) =>
      group.plain
        ? { from: { id: pair.from.externalId }, to: [{ id: pair.to.externalId }] }
        : { ...ends(pair), types: typesOf(pair) },
    );
  }
}

interface Group {
  from: ObjectType;
  to: ObjectType;
  plain: boolean;
  pairs: VendorAssociation[];
}

function groups(inputs: VendorAssociation[]): Group[] {
  const found = new Map<string, Group>();
  for (const input of inputs) {
    const plain = input.types.length === 0;
    const [from, to] = [input.from.object, input.to.object];
    const key = `${from.id} ${to.id} ${plain}`;
    const group = found.get(key);
    if (group) group.pairs.push(input);
    else found.set(key, { from, to, plain, pairs: [input] });
  }
  return [...found.values()];
}

const ends = ({ from, to }: VendorAssociation): JsonObject => ({
  from: { id: from.externalId },
  to: { id: to.externalId },
});

const typesOf = ({ types }: VendorAssociation): Json =>
  types.map(({ category, typeId }) => ({ associationCategory: category, associationTypeId: typeId }));

const written = batchOf(z.json());

async function writeBatch(
  context: ConnectionContext,
  { from, to, pairs }: Group,
  verb: string,
  input: (pair: VendorAssociation) => JsonObject,
): Promise<void> {
  const path = `${pathOf`/crm/v4/associations/${pathName(from)}/${pathName(to)}`}/batch/${verb}`;
  for (const piece of pieces(pairs, writeSize)) {
    const response = await call(context, { method: 'POST', path, json: { inputs: piece.map(input) } });
    // 204 has no body; 207 names what was refused.
    const [refused] = written.safeParse(response.json()).data?.errors ?? [];
    if (refused !== undefined) throw failureOfInput(refused, `POST ${path}`);
  }
}

/**
 * The associations of many records: one call for each thousand, one more for each page of five hundred of a record with
 * more.
 */
export async function linksOfAll(
  context: ConnectionContext,
  from: ObjectType,
  to: ObjectType,
  externalIds: string[],
): Promise<VendorLinks[]> {
  const path = pathOf`/crm/v4/associations/${pathName(from)}/${pathName(to)}/batch/read`;
  const found = new Map<string, Link[]>(externalIds.map((id) => [id, []]));
  let wanted: { id: string; after?: string }[] = externalIds.map((id) => ({ id }));
  while (wanted.length > 0) {
    const rest: { id: string; after: string }[] = [];
    for (const inputs of pieces(wanted, readSize)) {
      const { results, errors } = await ask(context, linkBatch, { method: 'POST', path, json: { inputs } });
      const refused = (errors ?? []).find((error) => !isAbsence(error));
      if (refused !== undefined) throw failureOfInput(refused, `POST ${path}`);
      for (const { from: record, to: links, paging } of results) {
        found.get(record.id)?.push(...links.map(asLink));
        const after = paging?.next?.after;
        if (after) rest.push({ id: record.id, after });
      }
    }
    wanted = rest;
  }
  return [...found].map(([fromExternalId, to]) => ({ fromExternalId, to }));
}

/** A record without associations, or none at all, is told as an error beside the others' results. */
function isAbsence(error: Json): boolean {
  const category = at(error, 'category');
  const subCategory = at(error, 'subCategory');
  return (
    category === 'OBJECT_NOT_FOUND' ||
    (typeof subCategory === 'string' && subCategory.includes('NO_ASSOCIATIONS_FOUND'))
  );
}

/** The associations of one record: one call for each five hundred. Straight from the records, not from an index. */
export async function linksOf(
  context: ConnectionContext,
  from: { object: ObjectType; externalId: string },
  to: ObjectType,
): Promise<Link[]> {
  const path = pathOf`/crm/v4/objects/${pathName(from.object)}/${from.externalId}/associations/${pathName(to)}`;
  const links: Link[] = [];
  let after: string | undefined;
  do {
    const query = { limit: pageSize, after };
    const page = await ask(context, linkPage, { method: 'GET', path, query });
    links.push(...page.results.map(asLink));
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return links;
}

function asLink({ toObjectId, associationTypes }: WireLink): Link {
  const types = associationTypes.map(({ category, typeId }) => ({ category, typeId }));
  return { externalId: toObjectId, types };
}
