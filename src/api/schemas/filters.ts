import { z } from '@hono/zod-openapi';
import type { RunFilter } from '#history/history.ts';
import { readId, showId } from '#std/id.ts';
import type { IdKind } from '#std/id.ts';
import { timeQuery } from './common.ts';
import { runStatuses } from './runs.ts';

/** An id to filter by, read to a bare one. One of another workspace finds nothing. */
export function filterId(kind: IdKind) {
  return z
    .string()
    .max(60)
    .transform((text, context) => {
      const id = readId(kind, text);
      if (id !== null) return id;
      context.addIssue({ code: 'custom', message: `not the id of a ${kind}` });
      return z.NEVER;
    })
    .openapi({ type: 'string', example: showId(kind, '0193a5c2-7d1e-7b4c-8f0e-2a9b6c5d4e3f') });
}

const statuses = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(runStatuses)))
  .openapi({
    type: 'string',
    description: 'One status, or several with commas between them',
    example: 'failed,parked',
  });

/** Which runs a list, or an action on many, is about. */
export const runFilter = {
  status: statuses.exactOptional(),
  workflow: filterId('workflow').exactOptional(),
  connection: filterId('connection').exactOptional(),
  reason: z.string().min(1).max(100).exactOptional().openapi({ example: 'vendor_invalid' }),
  from: timeQuery.exactOptional(),
  to: timeQuery.exactOptional(),
  q: z.string().max(300).exactOptional().openapi({ example: 'ana@example.com' }),
};

/** The filter as the history takes it. */
export function readRunFilter(given: z.output<z.ZodObject<typeof runFilter>>): RunFilter {
  return {
    ...(given.status && { statuses: given.status }),
    ...(given.workflow && { workflowId: given.workflow }),
    ...(given.connection && { connectionId: given.connection }),
    ...(given.reason !== undefined && { reason: given.reason }),
    ...(given.from !== undefined && { from: given.from }),
    ...(given.to !== undefined && { to: given.to }),
    ...(given.q?.trim() && { search: given.q }),
  };
}
