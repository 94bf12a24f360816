import type { Actor } from '#domain/actor.ts';
import type { Id } from '#std/id.ts';
import type { RunRoom } from './rooms.ts';

/** Remembers what was asked of the run room, and by whom: by their names. */
export class RunRecorder implements RunRoom {
  readonly calls: unknown[][] = [];
  readonly errors: object[] = [];

  async retry(...asked: unknown[]): Promise<void> {
    this.#keep('retry', ...asked);
  }
  async retryFrom(...asked: unknown[]): Promise<void> {
    this.#keep('retryFrom', ...asked);
  }
  async repeat(workspaceId: Id, runId: Id, by: Actor): Promise<Id> {
    this.#keep('repeat', workspaceId, runId, by);
    return runId;
  }
  async cancel(...asked: unknown[]): Promise<void> {
    this.#keep('cancel', ...asked);
  }
  async decide(...asked: unknown[]): Promise<void> {
    this.#keep('decide', ...asked);
  }
  async bulk(workspaceId: Id, action: string, runIds: Id[], by: Actor): Promise<number> {
    this.#keep('bulk', workspaceId, action, runIds, by);
    return runIds.length;
  }
  async skipBlocked(...asked: unknown[]): Promise<void> {
    this.#keep('skipBlocked', ...asked);
  }
  #keep(...asked: unknown[]): void {
    const by = asked.at(-1) as Actor;
    this.calls.push([...asked.slice(0, -1), by.kind === 'hub' ? by.kind : by.name]);
  }
}
