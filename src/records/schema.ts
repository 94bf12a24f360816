import type { Pool } from 'pg';
import { transaction } from '../db/pool.ts';
import type { Pipeline } from '../domain/records/object.ts';
import { fieldTypesOf, property as complete } from '../domain/records/property.ts';
import type { Property, PropertyOption } from '../domain/records/property.ts';
import type { Clock } from '../std/clock.ts';
import { AppError } from '../std/errors.ts';
import type { Fault } from '../std/errors.ts';
import { objectOf } from './crm.ts';
import type { Crm, CrmRef, ObjectSchema } from './crm.ts';
import { archiveProperty, deletePipeline, putPipeline, putProperties } from './schema-store.ts';
import { stagesInUse } from './stage-use-store.ts';

export interface PropertyInput {
  name: string;
  label: string;
  description?: string | undefined;
  type: Property['type'];
  fieldType?: Property['fieldType'] | undefined;
  group?: string | undefined;
  options?: PropertyOption[] | undefined;
  unique?: boolean | undefined;
}

/** What of a property people may change; its type stays, because its values were checked by it. */
export interface PropertyChange {
  label?: string | undefined;
  description?: string | undefined;
  group?: string | undefined;
  options?: PropertyOption[] | undefined;
  hidden?: boolean | undefined;
}

/** What people change about what a CRM is made of. Throws AppError `not_found`, `conflict`, `invalid`. */
export interface SchemaRoom {
  /** In their order. */
  properties(ref: CrmRef, object: string): Promise<Property[]>;
  pipelines(ref: CrmRef, object: string): Promise<Pipeline[]>;
  addProperty(ref: CrmRef, object: string, input: PropertyInput): Promise<Property>;
  changeProperty(ref: CrmRef, object: string, name: string, change: PropertyChange): Promise<Property>;
  /** Values stay in records and their history. Only for properties that people made. */
  removeProperty(ref: CrmRef, object: string, name: string): Promise<void>;
  /** Makes a pipeline, or gives one other labels and stages. A stage with records in it is not taken away. */
  putPipeline(ref: CrmRef, object: string, pipeline: Pipeline): Promise<Pipeline>;
  removePipeline(ref: CrmRef, object: string, id: string): Promise<void>;
}

/** HubSpot's own limit (docs "Properties API", read 2026-11). */
const mostUnique = 10;

export function createSchemaRoom(parts: {
  pool: Pool;
  clock: Clock;
  open(ref: CrmRef): Promise<Crm>;
}): SchemaRoom {
  const { pool, clock } = parts;
  const at = async (ref: CrmRef, name: string): Promise<ObjectSchema> =>
    objectOf(await parts.open(ref), name);
  const write = async (ref: CrmRef, object: ObjectSchema, changed: Property): Promise<Property> => {
    await putProperties(pool, ref, object.name, [changed]);
    return changed;
  };
  return {
    properties: async (ref, name) => [...(await at(ref, name)).properties.values()],
    ...pipelineRoom(pool, at),
    addProperty: async (ref, name, input) => {
      const object = await at(ref, name);
      refuseProperty(object, input);
      const { fieldType = fieldTypesOf[input.type][0]!, options = [], unique = false } = input;
      const { description = '', group = '' } = input;
      const made = { name: input.name, label: input.label, type: input.type, fieldType, description, group };
      return write(ref, object, complete({ ...made, options, unique, custom: true }));
    },
    changeProperty: async (ref, name, property, change) => {
      const object = await at(ref, name);
      const before = propertyOf(object, property);
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      return write(ref, object, { ...before, ...(Object.fromEntries(given) as Partial<Property>) });
    },
    removeProperty: async (ref, name, property) => {
      const object = await at(ref, name);
      if (!propertyOf(object, property).custom) {
        throw new AppError(
          'conflict',
          `Property "${property}" belongs to the CRM and stays. Hide it instead.`,
        );
      }
      await archiveProperty(pool, ref, object.name, property, new Date(clock.now()));
    },
  };
}

type PipelineRoom = Pick<SchemaRoom, 'pipelines' | 'putPipeline' | 'removePipeline'>;

function pipelineRoom(pool: Pool, at: (ref: CrmRef, name: string) => Promise<ObjectSchema>): PipelineRoom {
  return {
    pipelines: async (ref, name) => (await at(ref, name)).pipelines,
    putPipeline: async (ref, name, pipeline) => {
      const object = withPipelines(await at(ref, name));
      const before = object.pipelines.find((one) => one.id === pipeline.id);
      const gone = (before?.stages ?? []).filter((one) => !pipeline.stages.some(({ id }) => id === one.id));
      await refuseInUse(
        pool,
        ref,
        object,
        pipeline.id,
        gone.map(({ id }) => id),
      );
      const position = before ? object.pipelines.indexOf(before) : object.pipelines.length;
      await transaction(pool, (tx) => putPipeline(tx, ref, object.name, pipeline, position));
      return pipeline;
    },
    removePipeline: async (ref, name, id) => {
      const object = withPipelines(await at(ref, name));
      const before = object.pipelines.find((one) => one.id === id);
      if (!before) throw new AppError('not_found', `There is no pipeline "${id.slice(0, 60)}".`);
      if (object.pipelines.length === 1) {
        throw new AppError('conflict', 'The last pipeline stays. Make another one first.');
      }
      await refuseInUse(
        pool,
        ref,
        object,
        id,
        before.stages.map((one) => one.id),
      );
      await deletePipeline(pool, ref, object.name, id);
    },
  };
}

function propertyOf(object: ObjectSchema, name: string): Property {
  const property = object.properties.get(name);
  if (property) return property;
  throw new AppError('not_found', `Property "${name.slice(0, 100)}" does not exist on ${object.name}.`);
}

function refuseProperty(object: ObjectSchema, input: PropertyInput): void {
  if (object.properties.has(input.name)) {
    throw new AppError('conflict', `Property "${input.name}" exists already. Choose another name.`, {
      faults: [{ path: 'name', code: 'taken' }],
    });
  }
  const faults: Fault[] = [];
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(input.name)) {
    const message = 'begins with a small letter, then small letters, digits and _; at most 100';
    faults.push({ path: 'name', code: 'invalid_value', params: { message } });
  }
  const fitting = fieldTypesOf[input.type];
  if (input.fieldType !== undefined && !fitting.includes(input.fieldType)) {
    const message = `${input.type} is entered as one of: ${fitting.join(', ')}`;
    faults.push({ path: 'fieldType', code: 'invalid_value', params: { message } });
  }
  if (input.type === 'enumeration' && (input.options ?? []).length === 0) {
    faults.push({ path: 'options', code: 'required' });
  }
  const values = (input.options ?? []).map((one) => one.value);
  if (new Set(values).size < values.length) faults.push({ path: 'options', code: 'taken' });
  const unique = [...object.properties.values()].filter((one) => one.unique).length;
  if (input.unique === true && unique >= mostUnique) {
    faults.push({ path: 'unique', code: 'too_big', params: { max: mostUnique } });
  }
  if (faults.length > 0) {
    throw new AppError('invalid', `The property cannot be made: ${faults[0]!.path} is not as it should be.`, {
      faults,
    });
  }
}

function withPipelines(object: ObjectSchema): ObjectSchema {
  if (object.pipeline) return object;
  throw new AppError('unprocessable', `Records of ${object.name} go through no pipeline.`);
}

async function refuseInUse(
  pool: Pool,
  ref: CrmRef,
  object: ObjectSchema,
  pipelineId: string,
  stages: string[],
): Promise<void> {
  const used = await stagesInUse(pool, ref, object, pipelineId, stages);
  if (used.length === 0) return;
  throw new AppError('conflict', `Stage "${used[0]}" has records in it. Move them first.`, {
    params: { stages: used },
    faults: used.map((id) => ({ path: `stages.${id}`, code: 'in_use', params: { id } })),
  });
}
