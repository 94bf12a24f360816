import { z } from '@hono/zod-openapi';
import type { AuditEntry } from '../contract.ts';
import { jsonObject, pageQuery, time, timeQuery } from './common.ts';

const told = z.union([z.string(), z.number(), z.boolean()]).nullable().exactOptional();

export const auditEntry: z.ZodType<AuditEntry> = z
  .object({
    id: z.string(),
    at: time,
    actor: z.object({
      kind: z.enum(['person', 'key', 'setup_link', 'nobody']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    address: z.string().nullable(),
    route: z.string(),
    noun: z.string(),
    subjects: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() })),
    changes: z.array(z.object({ field: z.string(), from: told, to: told })),
    params: jsonObject,
    outcome: z.string(),
  })
  .openapi('AuditEntry');

const filter = {
  who: z.string().max(200).exactOptional(),
  noun: z.string().max(60).exactOptional(),
  refused: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .exactOptional()
    .openapi({ type: 'boolean' }),
  from: timeQuery.exactOptional(),
  to: timeQuery.exactOptional(),
};
export const auditFilter = z.object(filter);
export const auditQuery = z.object({ ...filter, ...pageQuery });
