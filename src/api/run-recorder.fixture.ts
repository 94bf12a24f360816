import type { Id } from '#std/id.ts';
import type { RunRoom } from './rooms.ts';

/** Remembers what was asked of the run room. */
export class RunRecorder implements RunRoom {
  readonly calls: unknown[][] = [];
  readonly errors: object[] = [];

  async retry(...asked: unknown[]): Promise<void> {
    this.calls.push(['retry', ...asked]);
  }
  async retryFrom(...asked: unknown[]): Promise<void> {
    this.calls.push(['retryFrom', ...asked]);
  }
  async repeat(workspaceId: Id, runId: Id, by: string): Promise<Id> {
    this.calls.push(['repeat', workspaceId, runId, by]);
    return runId;
  }
  async cancel(...asked: unknown[]): Promise<void> {
    this.calls.push(['cancel', ...asked]);
  }
  async decide(...asked: unknown[]): Promise<void> {
    this.calls.push(['decide', ...asked]);
  }
  async bulk(workspaceId: Id, action: string, runIds: Id[], by: string): Promise<number> {
    this.calls.push(['bulk', workspaceId, action, runIds, by]);
    return runIds.length;
  }
  async skipBlocked(...asked: unknown[]): Promise<void> {
    this.calls.push(['skipBlocked', ...asked]);
  }
}
