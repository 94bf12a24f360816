import { z } from '@hono/zod-openapi';
import type { ApiKey, NewApiKey, NewWorkspace, Session, Setup } from '../contract.ts';
import { shownId, time } from './common.ts';
import { email, password } from './people.ts';
import { timeZone, workspaceName as name } from './workspace.ts';

const account = z.object({ name, email, password });

export const session: z.ZodType<Session> = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    demo: z.boolean(),
    needsSetup: z.boolean(),
    workspaces: z.array(
      z.object({
        id: shownId,
        name: z.string(),
        demo: z.boolean(),
        role: z.enum(['owner', 'admin', 'editor', 'viewer']),
        timeZone: z.string(),
      }),
    ),
    codeNeeded: z.literal(true).exactOptional(),
  })
  .openapi('Session');

export const signIn = z.object({ email: z.string().max(320), password: z.string().max(1_000) });

export const setup: z.ZodType<Setup> = z.object({
  ...account.shape,
  token: z.string().max(200),
  workspace: name,
  timeZone: timeZone.exactOptional(),
});

export const newWorkspace: z.ZodType<NewWorkspace> = z.object({
  name,
  timeZone: timeZone.exactOptional(),
  account: account.exactOptional(),
});

const keyRole = z.enum(['admin', 'editor', 'viewer']);
export const apiKey: z.ZodType<ApiKey> = z
  .object({
    id: shownId,
    name: z.string(),
    role: keyRole,
    ending: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable(),
  })
  .openapi('ApiKey');
export const newApiKey: z.ZodType<NewApiKey> = z
  .object({ key: apiKey, secret: z.string() })
  .openapi('NewApiKey');
export const apiKeyInput = z.object({ name, role: keyRole });
