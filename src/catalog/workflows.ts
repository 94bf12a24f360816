import type { Pool } from 'pg';
import type { Connector } from '../kit/connector.ts';
import type { Definition } from '../domain/workflow.ts';
import type { Fault } from '../std/errors.ts';
import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import type { KnownConnections } from './validate.ts';
import type { VersionRow, WorkflowRow } from './store.ts';
import { bumpEpoch } from '../db/epoch.ts';
import { transaction } from '../db/pool.ts';
import { AppError } from '../std/errors.ts';
import { newId, showId } from '../std/id.ts';
import { createListener, type Listener } from './listener.ts';
import * as store from './store.ts';
import { validate } from './validate.ts';

export type { VersionRow, WorkflowRow } from './store.ts';

export interface CatalogOptions {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** The connections a workspace has. */
  connections(workspaceId: Id): Promise<KnownConnections>;
}

/** Workflows and their versions. Publishing is the only way a definition gets to run. */
export class Catalog {
  readonly #options: CatalogOptions;
  readonly #definitions = new Map<Id, Definition>();
  constructor(options: CatalogOptions) {
    this.#options = options;
  }

  list(workspaceId: Id): Promise<WorkflowRow[]> {
    return store.listWorkflows(this.#options.pool, workspaceId);
  }

  /** Throws `not_found`. */
  async get(workspaceId: Id, id: Id): Promise<WorkflowRow> {
    return found(await store.findWorkflow(this.#options.pool, workspaceId, id), id);
  }

  /** Makes a draft; it may be incomplete. */
  async create(workspaceId: Id, input: { name: string; definition: Definition }): Promise<WorkflowRow> {
    const id = newId(this.#options.clock.now());
    await store.insertWorkflow(this.#options.pool, {
      workspaceId,
      id,
      name: input.name,
      draft: input.definition,
    });
    return this.get(workspaceId, id);
  }

  /** Saves a draft. Throws `conflict` when somebody else saved since `revision`. */
  async saveDraft(
    workspaceId: Id,
    id: Id,
    input: { name: string; definition: Definition; revision: number },
  ): Promise<WorkflowRow> {
    const saved = await store.updateDraft(this.#options.pool, {
      workspaceId,
      id,
      name: input.name,
      draft: input.definition,
      revision: input.revision,
    });
    const now = await this.get(workspaceId, id);
    if (!saved) throw changedMeanwhile(now.draftRevision);
    return now;
  }

  /** Makes a draft that is a copy of another's draft, with its tags. Throws `not_found`. */
  async duplicate(workspaceId: Id, id: Id, name: string): Promise<WorkflowRow> {
    const { draft, tags } = await this.get(workspaceId, id);
    const copy = { workspaceId, id: newId(this.#options.clock.now()), name, draft, tags };
    await store.insertWorkflow(this.#options.pool, copy);
    return this.get(workspaceId, copy.id);
  }

  /** Replaces the tags of a workflow; a word that repeats is kept once, whatever its case. Throws `not_found`. */
  async setTags(workspaceId: Id, id: Id, tags: string[]): Promise<void> {
    await this.get(workspaceId, id);
    const once = tags.filter(
      (tag, index) => tags.findIndex((one) => one.toLowerCase() === tag.toLowerCase()) === index,
    );
    await store.updateTags(this.#options.pool, workspaceId, id, once);
  }

  /** What stands in the way of publishing a definition. */
  async validate(workspaceId: Id, definition: Definition): Promise<Fault[]> {
    const connections = await this.#options.connections(workspaceId);
    return validate(this.#options.connectors, connections, definition);
  }

  /**
   * Publishes the draft as a new version. Events committed from then on start runs of it; runs under way stay on theirs.
   * Throws `unprocessable` with the faults, `conflict` when the draft changed since `revision`.
   */
  async publish(
    workspaceId: Id,
    id: Id,
    input: { revision: number; by: string | null },
  ): Promise<WorkflowRow> {
    const { draft } = await this.get(workspaceId, id);
    const faults = await this.validate(workspaceId, draft);
    if (faults.length > 0) {
      throw new AppError('unprocessable', 'The workflow cannot be published yet; mend the faults listed.', {
        faults,
      });
    }
    await transaction(this.#options.pool, async (tx) => {
      const workflow = found(await store.findWorkflow(tx, workspaceId, id, true), id);
      if (workflow.draftRevision !== input.revision) throw changedMeanwhile(workflow.draftRevision);
      const version = {
        workspaceId,
        workflowId: id,
        id: newId(this.#options.clock.now()),
        definition: workflow.draft,
      };
      await store.insertVersion(tx, { ...version, by: input.by });
      await bumpEpoch(tx);
    });
    return this.get(workspaceId, id);
  }

  /** Stops a workflow from starting runs; those under way go on. */
  async pause(workspaceId: Id, id: Id): Promise<WorkflowRow> {
    return this.#setStatus(workspaceId, id, 'paused');
  }

  /** Lets a paused workflow start runs again, with the version it had. Throws `conflict` when it was never published. */
  async resume(workspaceId: Id, id: Id): Promise<WorkflowRow> {
    return this.#setStatus(workspaceId, id, 'published');
  }

  /** Deletes a workflow. Runs under way go on, and its history stays. */
  async remove(workspaceId: Id, id: Id): Promise<void> {
    await transaction(this.#options.pool, async (tx) => {
      found(await store.findWorkflow(tx, workspaceId, id, true), id);
      await store.deleteWorkflow(tx, workspaceId, id);
      await bumpEpoch(tx);
    });
  }

  async versions(workspaceId: Id, id: Id): Promise<VersionRow[]> {
    await this.get(workspaceId, id);
    return store.listVersions(this.#options.pool, workspaceId, id);
  }

  /** A version's definition. Versions never change, so they are remembered. Throws `gone` when there is none. */
  async definition(versionId: Id): Promise<Definition> {
    const known = this.#definitions.get(versionId);
    if (known) return known;
    const version = await store.findVersion(this.#options.pool, versionId);
    if (!version) throw new AppError('gone', 'The version this run started with is not there any more.');
    if (this.#definitions.size >= 1_000) this.#definitions.delete(this.#definitions.keys().next().value!);
    this.#definitions.set(versionId, version.definition);
    return version.definition;
  }

  /** What listens now, in every workspace. */
  async listeners(): Promise<Listener[]> {
    const versions = await store.publishedVersions(this.#options.pool);
    return versions.flatMap(
      (version) => createListener(this.#options.connectors, { ...version, versionId: version.id }) ?? [],
    );
  }

  /** What one workflow's published version listens to; null when it is not published. */
  async listener(workspaceId: Id, workflowId: Id): Promise<Listener | null> {
    const all = await this.listeners();
    return all.find((one) => one.workspaceId === workspaceId && one.workflowId === workflowId) ?? null;
  }

  async #setStatus(workspaceId: Id, id: Id, status: 'paused' | 'published'): Promise<WorkflowRow> {
    await transaction(this.#options.pool, async (tx) => {
      const workflow = found(await store.findWorkflow(tx, workspaceId, id, true), id);
      if (!workflow.versionId) {
        throw new AppError('conflict', 'The workflow was never published; publish it first.');
      }
      await store.setStatus(tx, workspaceId, id, status);
      await bumpEpoch(tx);
    });
    return this.get(workspaceId, id);
  }
}

function found(workflow: WorkflowRow | null, id: Id): WorkflowRow {
  if (workflow) return workflow;
  throw new AppError('not_found', `Workflow ${showId('workflow', id)} does not exist in this workspace.`);
}

function changedMeanwhile(revision: number): AppError {
  return new AppError(
    'conflict',
    'Somebody else saved this workflow meanwhile; reload it and make the change again.',
    {
      params: { revision },
    },
  );
}
