import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { callV1, understand } from '../client.ts';

const template = z.object({ key: z.string(), name: z.string() });
const many = z.union([
  z.object({ templates: z.array(template) }).transform((body) => body.templates),
  z.array(template),
]);

/** Templates of an account without API v3. */
export async function readV2Templates(context: ConnectionContext): Promise<{ id: string; name: string }[]> {
  const templates = understand(await callV1(context, { method: 'GET', path: '/api/v2/templates' }), many);
  return templates.map(({ key, name }) => ({ id: key, name }));
}
