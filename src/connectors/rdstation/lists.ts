import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { CrmObject, CrmPort, CustomField, Named, Pipeline, Stage, User } from './port.ts';

/** How long a read of the account's set-up is remembered. */
const rememberedMs = 5 * 60_000;

/** The account's set-up, read at most once in five minutes per process: 120 calls a minute are for the records. */
export interface Lists {
  pipelines(): Promise<Named[]>;
  /** Null when it is gone. */
  pipeline(id: string): Promise<Pipeline | null>;
  /** The pipeline as it is now, past the memory. */
  pipelineNow(id: string): Promise<Pipeline | null>;
  users(): Promise<User[]>;
  sources(): Promise<Named[]>;
  campaigns(): Promise<Named[]>;
  lostReasons(): Promise<Named[]>;
  products(): Promise<Named[]>;
  customFields(of: CrmObject): Promise<CustomField[]>;
}

/** The lists of one connection. */
export function createLists(context: Pick<ConnectionContext, 'cached'>, crm: CrmPort): Lists {
  const remembered = <Value>(key: string, load: () => Promise<Value>): Promise<Value> =>
    context.cached(key, rememberedMs, load);
  return {
    pipelines: () => remembered('pipelines', () => crm.pipelines()),
    pipeline: (id) => remembered(`pipeline:${id}`, () => crm.pipeline(id)),
    pipelineNow: (id) => crm.pipeline(id),
    users: () => remembered('users', () => crm.users()),
    sources: () => remembered('sources', () => crm.sources()),
    campaigns: () => remembered('campaigns', () => crm.campaigns()),
    lostReasons: () => remembered('lostReasons', () => crm.lostReasons()),
    products: () => remembered('products', () => crm.products()),
    customFields: (of) => remembered(`customFields:${of}`, () => crm.customFields(of)),
  };
}

/** A stage and the pipeline it stands in. */
export interface Place {
  pipeline: Pipeline;
  stage: Stage;
}

/**
 * Where a deal is to stand. A stage that is not in the remembered pipeline is looked for once more at the vendor.
 * @throws VendorError `invalid` naming what is missing and what is there
 */
export async function placeOf(lists: Lists, pipelineId: string, stageId: string): Promise<Place> {
  const remembered = await lists.pipeline(pipelineId);
  const found = stageIn(remembered, stageId);
  if (remembered && found) return { pipeline: remembered, stage: found };
  const pipeline = await lists.pipelineNow(pipelineId);
  if (!pipeline) {
    throw gone(
      `The pipeline ${remembered ? `"${remembered.name}" ` : ''}(${pipelineId}) is not in RD Station CRM any more.`,
    );
  }
  const stage = stageIn(pipeline, stageId);
  if (!stage) throw stageGone(pipeline, stageId);
  return { pipeline, stage };
}

/** The failure for a stage that does not exist, naming those that do. */
export function stageGone(pipeline: Pipeline, stageId: string, name?: string): VendorError {
  const there = pipeline.stages.map((stage) => stage.name).join(', ');
  const which = name ? `"${name}" (${stageId})` : stageId;
  return gone(
    `The stage ${which} is not in the pipeline "${pipeline.name}" any more. Its stages: ${there || 'none'}.`,
  );
}

function gone(message: string): VendorError {
  return new VendorError('invalid', `${message} Choose again in the workflow and publish it.`, {
    reach: 'refused',
  });
}

/** A stage of a pipeline by its id. */
export function stageIn(pipeline: Pipeline | null, stageId: string | null): Stage | null {
  return pipeline?.stages.find((stage) => stage.id === stageId) ?? null;
}
