import type { Action } from '#kit/connector.ts';
import type { Rehearsed } from '#kit/rehearsal.ts';
import type { JsonObject } from '#std/json.ts';
import { rdstation } from '#connectors/rdstation/manifest.ts';
import { RehearsalEffects } from '#effects/rehearsal.ts';
import { readingOnly } from '#kit/rehearsal.ts';
import type { RdStationAccount } from './rdstation-account.ts';

/** An action as the manifest offers it. */
export function actionOf(key: string): Action {
  return rdstation.actions.find((action) => action.key === key)!;
}

/** One look at several documents of an account: rehearses as the engine does, with http that refuses to write. */
export function openLook(
  account: RdStationAccount,
): (action: Action, input: JsonObject) => Promise<Rehearsed> {
  const imagined = new Map<string, unknown>();
  const effects = new RehearsalEffects({
    workspaceId: 'w',
    connectionId: 'c',
    linked: (object, match) => account.effects.linked(object, match),
    imagined: new Map(),
  });
  let documents = 0;
  return (action, input) => {
    const context = account.context(`rehearsal-${documents++}/deal`);
    const http = readingOnly(context.http);
    return action.rehearse!({ ...context, http, effects, imagined }, action.input.parse(input) as never);
  };
}
