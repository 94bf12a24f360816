import type { Scope } from '#domain/template.ts';
import type { Definition } from '#domain/workflow.ts';
import { BudgetExceeded } from '#connections/budget-exceeded.ts';
import { reasonOf } from '#connections/explain.ts';
import { judge } from '#domain/filter.ts';
import { Rehearsal } from '#engine/rehearse.ts';
import type { RehearsedStep, Would } from '#engine/rehearse.ts';
import { createMask, sensitiveValues } from '#history/mask.ts';
import { stepsOnTheWay } from '#history/versions.ts';
import type { Connector } from '#kit/connector.ts';
import type { Id } from '#std/id.ts';
import type { Json, JsonObject } from '#std/json.ts';
import type { Reason, RehearsalAnswer, RehearsalVerdict, RehearsedDocument } from '../contract.ts';
import { sampleOf } from '../preview/sample.ts';
import { realDocuments } from './documents.ts';
import type { DocumentsParts, RealDocument } from './documents.ts';

/** Longest a person waits for a rehearsal, and how much of it may go into finding documents; milliseconds. */
const wholeMs = 20_000;
const findingMs = 9_000;

/** What is to be rehearsed: the newest `limit` documents, or those of one title's event. */
export interface RehearsalWanted {
  definition: Definition;
  limit: number;
  /** Only this document, as shown in an earlier answer. */
  only?: string;
}

/**
 * What a workflow would do with the newest real documents of its source. Reads at both vendors through the connections'
 * budgets, writes nowhere, and answers within 20 seconds: what could not be looked at is counted in `left`.
 */
export async function rehearse(
  parts: DocumentsParts,
  workspaceId: Id,
  { definition, limit, only }: RehearsalWanted,
): Promise<RehearsalAnswer> {
  const { clock } = parts;
  const begun = clock.monotonic();
  const [ends, over] = [new AbortController(), new AbortController()];
  void clock.sleep(wholeMs, over.signal).then(() => ends.abort());
  try {
    const { trigger } = definition;
    const wanted = { trigger, limit, until: begun + findingMs, signal: ends.signal };
    const { documents, error } = await realDocuments(parts, workspaceId, wanted);
    const chosen = only === undefined ? documents : documents.filter((one) => keyOf(one) === only);
    const looked = await lookAt(parts, workspaceId, definition, chosen, ends.signal);
    const incomplete = looked.incomplete ?? (error === null ? null : explained(error));
    return answerOf(looked.documents, chosen.length - looked.documents.length, incomplete);
  } finally {
    over.abort();
  }
}

/** Oldest first, as runs would come, so that a later document finds what an earlier one would make. */
async function lookAt(
  parts: DocumentsParts,
  workspaceId: Id,
  definition: Definition,
  documents: RealDocument[],
  signal: AbortSignal,
): Promise<{ documents: RehearsedDocument[]; incomplete: Reason | null }> {
  const rehearsal = new Rehearsal(parts, workspaceId, signal);
  const looked: RehearsedDocument[] = [];
  for (const document of documents.toReversed()) {
    try {
      if (!signal.aborted) looked.unshift(await one(parts, rehearsal, definition, document));
    } catch (error) {
      if (!signal.aborted && !(error instanceof BudgetExceeded)) throw error;
      if (!signal.aborted) return { documents: looked, incomplete: explained(error) };
    }
    if (signal.aborted) return { documents: looked, incomplete: { code: 'out_of_time' } };
  }
  return { documents: looked, incomplete: null };
}

const keyOf = ({ fact }: RealDocument) => fact.dedupeKey;

async function one(
  { connectors }: DocumentsParts,
  rehearsal: Rehearsal,
  definition: Definition,
  document: RealDocument,
): Promise<RehearsedDocument> {
  const { fact, eventId } = document;
  const trigger = connectors[definition.trigger.connector]?.triggers.find(
    (each) => each.key === fact.trigger,
  );
  const mask = createMask(sensitiveValues(trigger?.output ?? [], fact.data));
  const base = {
    key: keyOf(document),
    eventId,
    title: fact.title,
    occurredAt: fact.occurredAt === null ? null : new Date(fact.occurredAt).toISOString(),
  };
  const reason = filterOf(trigger, definition, fact.data);
  if (reason) {
    return mask.value({ ...base, verdict: 'filtered', reason, steps: [] } as unknown as Json) as never;
  }
  const steps = await stepsOf(connectors, rehearsal, definition, fact.data, keyOf(document));
  const found = { ...base, verdict: verdictOf(steps.map(({ would }) => would)), reason: null, steps };
  return mask.value(found as unknown as Json) as unknown as RehearsedDocument;
}

/** Why the workflow would leave a document alone; null when it would not. */
function filterOf(
  trigger: Connector['triggers'][number] | undefined,
  { trigger: { settings }, filters }: Definition,
  data: JsonObject,
): Reason | null {
  const parsed = trigger?.settings.safeParse(settings);
  if (!trigger || !parsed?.success || !trigger.matches(parsed.data, data)) {
    return { code: 'filtered_by_settings' };
  }
  const { passed, decidedBy } = judge(filters, data);
  return passed ? null : { code: 'filtered', params: { ...decidedBy } };
}

type ShownStep = RehearsedDocument['steps'][number];

async function stepsOf(
  connectors: DocumentsParts['connectors'],
  rehearsal: Rehearsal,
  definition: Definition,
  data: JsonObject,
  key: string,
): Promise<ShownStep[]> {
  const outputs: JsonObject = {};
  const unknown: string[] = [];
  const shown: ShownStep[] = [];
  for (const [id, step] of stepsOnTheWay(definition)) {
    const scope: Scope = { ...data, trigger: data, steps: outputs };
    const leansOn = unknown.some((before) => JSON.stringify(step.input).includes(`steps.${before}`));
    const { output, ...told } = leansOn ? notTold : await rehearsal.step(step, scope, `${key}/${id}`);
    shown.push({ id, connector: step.connector, action: step.key, ...told });
    if (told.would === 'ask' || told.would === 'cannot') break;
    if (output === null) unknown.push(id);
    const action = connectors[step.connector]?.actions.find((each) => each.key === step.key);
    outputs[id] = output ?? sampleOf(action?.output ?? []);
  }
  return shown;
}

/** For a step that needs what only a real run of the step before it gives. */
const notTold: RehearsedStep = {
  would: 'run',
  records: [],
  notes: [],
  reason: null,
  candidates: [],
  output: null,
};

const weightiest: Would[] = ['cannot', 'ask', 'create', 'update', 'run', 'nothing'];
const verdictOf = (all: Would[]): Would => weightiest.find((would) => all.includes(would)) ?? 'nothing';

function explained(error: unknown): Reason {
  const reason = reasonOf(error);
  if (reason) return reason;
  throw error;
}

function answerOf(documents: RehearsedDocument[], left: number, incomplete: Reason | null): RehearsalAnswer {
  const counts = {
    create: 0,
    update: 0,
    nothing: 0,
    filtered: 0,
    ask: 0,
    cannot: 0,
    run: 0,
  } satisfies Record<RehearsalVerdict, number>;
  for (const { verdict } of documents) counts[verdict] += 1;
  return { documents, counts, left, incomplete };
}
