import { z } from '@hono/zod-openapi';
import type { SigningSecret, WorkspaceChange, WorkspaceSettings } from '../contract.ts';
import { shownId } from './common.ts';

export const workspaceName = z.string().trim().min(1).max(200);

/** A name of the IANA database, links such as `Asia/Kolkata` too: browsers differ in which they report. */
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'not a time zone')
  .openapi({ example: 'America/Sao_Paulo' });

function isTimeZone(zone: string): boolean {
  // Intl takes offsets as well, which know no summer time.
  if (!/^[a-z]/i.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const auditRetentionDays = z.number().int().min(30).max(3650).openapi({ example: 730 });
const retentionDays = z.number().int().min(1).max(3650).openapi({ example: 90 });

export const workspace: z.ZodType<WorkspaceSettings> = z
  .object({
    id: shownId,
    name: z.string(),
    demo: z.boolean(),
    timeZone: z.string(),
    retentionDays,
    auditRetentionDays,
  })
  .openapi('Workspace');

/** Strict, so that a misspelt name does not pass as "nothing to change". */
export const workspaceChange: z.ZodType<WorkspaceChange> = z.strictObject({
  name: workspaceName.exactOptional(),
  timeZone: timeZone.exactOptional(),
  retentionDays: retentionDays.exactOptional(),
  auditRetentionDays: auditRetentionDays.exactOptional(),
});

export const signingSecret: z.ZodType<SigningSecret> = z
  .object({ secret: z.string().openapi({ example: 'whsec_…' }) })
  .openapi('SigningSecret');
