import { z } from '@hono/zod-openapi';
import type {
  ConnectionDeleted,
  ConnectionDeletion,
  WorkspaceDeleted,
  WorkspaceDeletion,
} from '../contract.ts';
import { reason, shownId } from './common.ts';

const count = z.number().int();

/** The name of what is deleted, typed by whoever means it. */
export const typedName = z.object({ name: z.string().max(1_000) });

export const connectionDeletion: z.ZodType<ConnectionDeletion> = z
  .object({
    name: z.string(),
    workflows: z.array(z.object({ id: shownId, name: z.string() })),
    runs: z.object({ waiting: count, parked: count }),
    events: count,
    retentionDays: count,
    webhookAtVendor: z.boolean(),
  })
  .openapi('ConnectionDeletion');
export const connectionDeleted: z.ZodType<ConnectionDeleted> = z
  .object({ leftAtVendor: reason.nullable() })
  .openapi('ConnectionDeleted');

export const workspaceDeletion: z.ZodType<WorkspaceDeletion> = z
  .object({
    name: z.string(),
    members: count,
    connections: count,
    workflows: count,
    runs: count,
    events: count,
  })
  .openapi('WorkspaceDeletion');
export const workspaceDeleted: z.ZodType<WorkspaceDeleted> = z
  .object({ leftAtVendor: z.array(z.object({ name: z.string(), reason })) })
  .openapi('WorkspaceDeleted');
