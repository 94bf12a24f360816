import type { z } from 'zod';
import type { AssociationType, ObjectType, Pipeline } from '#domain/records/object.ts';
import type { Property } from '#domain/records/property.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import type { CrmSchema, VendorOwner } from '#kit/objects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { ask, pathOf } from '../client.ts';
import { labelList, ownerPage, pipelineList, propertyList, schemaList } from '../wire.ts';
import { associationTypes, linkedPairs, withInverses, type Label } from './association-types.ts';
import { propertyOf } from './property.ts';
import { customType, pathName, standardTypes } from './types.ts';

/** How long definitions are remembered for calls that only need the names of properties. */
const rememberedMs = 5 * 60_000;

/**
 * All that the account is made of. Costs one call for the custom objects, one for each object's properties, one for the
 * pipelines of deals and tickets each, and one for each direction of two objects that can be associated: about forty,
 * and some more for each custom object. Objects whose scope is missing are left out.
 */
export async function readSchema(context: ConnectionContext): Promise<CrmSchema> {
  const schema: CrmSchema = { objects: [], properties: {}, pipelines: {}, associations: [] };
  const custom = await readCustom(context);
  for (const object of [...standardTypes, ...custom.map(customType)]) {
    const properties = await unlessForbidden(readProperties(context, object));
    if (!properties) continue;
    schema.objects.push(object);
    schema.properties[object.name] = properties;
    if (object.pipeline) {
      schema.pipelines[object.name] = (await unlessForbidden(readPipelines(context, object))) ?? [];
    }
  }
  const own = custom.flatMap(({ associations }) => associations ?? []).flatMap(bothWays);
  schema.associations = await readAssociationTypes(context, linkedPairs(schema.objects, own));
  return schema;
}

type Custom = z.output<typeof schemaList>['results'][number];

/** Custom objects; none where the plan or the scopes have none. One call. */
async function readCustom(context: ConnectionContext): Promise<Custom[]> {
  const path = '/crm/v3/schemas';
  const found = await unlessForbidden(ask(context, schemaList, { method: 'GET', path }));
  return found?.results ?? [];
}

/** Each pair is there once, whichever way round the account names it. */
function bothWays(
  { fromObjectTypeId: from, toObjectTypeId: to }: { fromObjectTypeId: string; toObjectTypeId: string },
  place: number,
  all: { fromObjectTypeId: string; toObjectTypeId: string }[],
): [string, string][] {
  const same = (one: (typeof all)[number]) =>
    (one.fromObjectTypeId === from && one.toObjectTypeId === to) ||
    (one.fromObjectTypeId === to && one.toObjectTypeId === from);
  if (all.findIndex(same) !== place) return [];
  return from === to
    ? [[from, to]]
    : [
        [from, to],
        [to, from],
      ];
}

/** An object's property definitions. One call. */
export async function readProperties(context: ConnectionContext, object: ObjectType): Promise<Property[]> {
  const path = pathOf`/crm/v3/properties/${pathName(object)}`;
  const { results } = await ask(context, propertyList, { method: 'GET', path });
  return results.map((one) => propertyOf(object, one));
}

/** Names of all properties of an object, remembered for five minutes. */
export function propertyNames(context: ConnectionContext, object: ObjectType): Promise<string[]> {
  return context.cached(`properties:${object.id}`, rememberedMs, async () =>
    (await readProperties(context, object)).map(({ name }) => name),
  );
}

/** An object's pipelines with their stages, in order. One call. */
export async function readPipelines(context: ConnectionContext, object: ObjectType): Promise<Pipeline[]> {
  const path = pathOf`/crm/v3/pipelines/${pathName(object)}`;
  const { results } = await ask(context, pipelineList, { method: 'GET', path });
  return inOrder(results).map(({ id, label, stages }) => ({
    ...{ id, label },
    stages: inOrder(stages).map((stage) => ({
      ...{ id: stage.id, label: stage.label },
      metadata: stage.metadata ?? {},
    })),
  }));
}

function inOrder<
  Row extends { displayOrder?: number | null | undefined; archived?: boolean | null | undefined },
>(rows: Row[]): Row[] {
  return rows
    .filter(({ archived }) => archived !== true)
    .sort((left, right) => (left.displayOrder ?? 0) - (right.displayOrder ?? 0));
}

/** Everybody records can belong to: one call for each hundred who are there, and for each hundred who left. */
export async function readOwners(context: ConnectionContext): Promise<VendorOwner[]> {
  const all: VendorOwner[] = [];
  for (const archived of [false, true]) {
    let after: string | undefined;
    do {
      const query = { limit: 100, archived, after };
      const page = await ask(context, ownerPage, { method: 'GET', path: '/crm/v3/owners', query });
      all.push(...page.results.map((owner) => ownerOf(owner, archived)));
      after = page.paging?.next?.after;
    } while (after !== undefined);
  }
  return all;
}

function ownerOf(owner: z.output<typeof ownerPage>['results'][number], archived: boolean): VendorOwner {
  const { id, email = null, firstName, lastName } = owner;
  return { id, email, firstName: firstName ?? '', lastName: lastName ?? '', archived };
}

async function readAssociationTypes(
  context: ConnectionContext,
  pairs: [ObjectType, ObjectType][],
): Promise<AssociationType[]> {
  const labels: Label[] = [];
  for (const [from, to] of pairs) {
    const path = pathOf`/crm/v4/associations/${pathName(from)}/${pathName(to)}/labels`;
    const found = await unlessForbidden(ask(context, labelList, { method: 'GET', path }));
    const pair = { from: from.name, to: to.name };
    labels.push(
      ...(found?.results ?? []).map(({ category, typeId, label }) => ({
        ...pair,
        category,
        typeId,
        label: label ?? null,
      })),
    );
  }
  return labels.length === 0 ? associationTypes : withInverses(labels);
}

/** Null where the scope is missing, or the account has no such thing. */
async function unlessForbidden<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof VendorError && (error.kind === 'forbidden' || error.kind === 'not_found')) {
      return null;
    }
    throw error;
  }
}
