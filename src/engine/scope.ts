import type { LoadedRun } from '../runs/load-store.ts';
import type { Connector } from '../kit/connector.ts';
import type { Scope } from '../domain/template.ts';
import type { JsonObject } from '../std/json.ts';
import { parseJson } from '../std/json.ts';
import { AppError } from '../std/errors.ts';

/** The trigger's data of a run, read from the stored body as it was when the run began. */
export function dataOf(connector: Connector | undefined, run: Pick<LoadedRun, 'body' | 'part'>): JsonObject {
  const json = run.body ? parseJson(run.body) : undefined;
  const fact = json === undefined ? undefined : connector?.webhooks?.parse(json, {})[run.part];
  if (!fact) throw new AppError('gone', 'The event of this run is kept no longer, so it cannot run again.');
  return fact.data;
}

/** What a run's templates see: the trigger's data at the top and as `trigger`, outputs of earlier steps as `steps.<id>`. */
export function scopeFrom(data: JsonObject, attempts: LoadedRun['attempts']): Scope {
  const steps: JsonObject = {};
  for (const attempt of attempts) {
    if (attempt.status === 'succeeded' && attempt.output) steps[attempt.step] = attempt.output;
  }
  return { ...data, trigger: data, steps };
}
