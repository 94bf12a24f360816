import type { Queryable } from '../db/pool.ts';
import type { AssociationType } from '../domain/records/object.ts';
import type { Writer } from '../domain/records/record.ts';
import { AppError } from '../std/errors.ts';
import { showId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import {
  addAssociations,
  associationsBetween,
  associationsOf,
  deleteAssociations,
  singlesOf,
  tellAssociated,
} from './association-store.ts';
import type { AssociationRow } from './association-store.ts';
import type { Crm } from './crm.ts';
import { objectsOf } from './record-store.ts';

/** Two records, and what they are to each other. */
export interface AssociationInput {
  from: Id;
  to: Id;
  /** None: the plain one; for taking away: all of them. */
  types: { category: string; typeId: number }[];
}

/** What became of one input. */
export type Associated = { changed: boolean } | { error: AppError };

type Resolved = { rows: AssociationRow[]; all: boolean } | { error: AppError };

/**
 * Associates records, both ways; a labelled association brings the plain one along, and where a record may have only one
 * (its primary company) the one before goes. At most five statements for however many.
 */
export async function associate(
  db: Queryable,
  crm: Crm,
  inputs: AssociationInput[],
  by: Writer & { at: number },
): Promise<Associated[]> {
  const resolved = await resolve(db, crm, inputs, true);
  const rows = resolved.flatMap((one) => ('rows' in one ? one.rows : []));
  const single = rows.filter((row) => row.type.single === true);
  const before = await singlesOf(db, crm, single);
  await deleteAssociations(db, crm, before);
  const added = await addAssociations(db, crm, rows, new Date(by.at));
  await tellAssociated(db, crm, added, 'associated', by);
  return outcomes(resolved, added);
}

/** Takes associations away, both ways; without the plain one the others go too. At most four statements. */
export async function dissociate(
  db: Queryable,
  crm: Crm,
  inputs: AssociationInput[],
  by: Writer & { at: number },
): Promise<Associated[]> {
  const resolved = await resolve(db, crm, inputs, false);
  const between = await associationsBetween(
    db,
    crm,
    resolved.flatMap((one) => ('rows' in one ? one.rows : [])),
  );
  const wanted = between.filter((row) =>
    resolved.some(
      (one) =>
        'rows' in one && one.rows.some((each) => samePair(each, row) && (one.all || sameType(each, row))),
    ),
  );
  const gone = await deleteAssociations(db, crm, wanted);
  await tellAssociated(db, crm, gone, 'dissociated', by);
  return outcomes(resolved, gone);
}

const samePair = (one: AssociationRow, other: AssociationRow) =>
  one.from === other.from && one.to === other.to;
const sameType = (one: AssociationRow, other: AssociationRow) =>
  one.type.typeId === other.type.typeId && one.type.category === other.type.category;

function outcomes(resolved: Resolved[], changed: AssociationRow[]): Associated[] {
  return resolved.map((one) =>
    'error' in one
      ? one
      : {
          changed: one.rows.some((row) =>
            changed.some((each) => samePair(each, row) && (one.all || sameType(each, row))),
          ),
        },
  );
}

async function resolve(
  db: Queryable,
  crm: Crm,
  inputs: AssociationInput[],
  adds: boolean,
): Promise<Resolved[]> {
  const objects = await objectsOf(db, crm, [...new Set(inputs.flatMap(({ from, to }) => [from, to]))]);
  return inputs.map((input): Resolved => {
    const missing = [input.from, input.to].find((id) => !objects.has(id));
    if (missing !== undefined) {
      const shown = showId('record', missing);
      return {
        error: new AppError('not_found', `The record ${shown} does not exist in this CRM, or is archived.`),
      };
    }
    if (input.from === input.to) {
      return { error: new AppError('invalid', 'A record cannot be associated with itself.') };
    }
    return rowsOf(crm, input, objects.get(input.from)!, objects.get(input.to)!, adds);
  });
}

/** The rows of both directions. */
function rowsOf(crm: Crm, input: AssociationInput, from: string, to: string, adds: boolean): Resolved {
  const known = crm.associations.filter((type) => type.from === from && type.to === to);
  const plain = known.find((type) => type.label === null);
  const named = input.types.map((wanted) => ({
    wanted,
    type: known.find((one) => one.typeId === wanted.typeId && one.category === wanted.category),
  }));
  const unknown = named.find((one) => one.type === undefined);
  if (unknown || !plain) {
    const ids = known
      .map(({ typeId, label }) => `${typeId}${label === null ? '' : ` (${label})`}`)
      .join(', ');
    const what = unknown ? `type ${unknown.wanted.typeId}` : 'any type';
    const message = `A ${from} and a ${to} are not associated by ${what}; known are: ${ids || 'none'}.`;
    return { error: new AppError('invalid', message, { params: { from, to } }) };
  }
  const types = named.map((one) => one.type!);
  const all = !adds && (types.length === 0 || types.includes(plain));
  const wanted = adds || types.length === 0 ? [plain, ...types.filter((type) => type !== plain)] : types;
  const rows = wanted.flatMap((type) => bothWays(crm, input.from, input.to, type));
  return { rows, all };
}

function bothWays(crm: Crm, from: Id, to: Id, type: AssociationType): AssociationRow[] {
  const back = crm.associations.find(
    (one) =>
      one.from === type.to &&
      one.to === type.from &&
      one.typeId === type.inverse &&
      one.category === type.category,
  );
  return [{ from, to, type }, ...(back ? [{ from: to, to: from, type: back }] : [])];
}

/** All associations of a record that was merged go to the one it is part of now. About five statements. */
export async function moveAssociations(
  db: Queryable,
  crm: Crm,
  from: Id,
  to: Id,
  object: string,
  by: Writer & { at: number },
): Promise<void> {
  const old = await associationsOf(db, crm, from, object);
  const back = old.flatMap((row) => bothWays(crm, row.from, row.to, row.type));
  await deleteAssociations(db, crm, back);
  const mine = await associationsOf(db, crm, to, object);
  const moved = old
    .filter((row) => row.to !== to)
    // The primary keeps its own primary company.
    .filter((row) => row.type.single !== true || !mine.some((own) => sameType(own, row)));
  const rows = moved.flatMap((row) => bothWays(crm, to, row.to, row.type));
  await addAssociations(db, crm, rows, new Date(by.at));
}
