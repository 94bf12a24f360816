import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import { readAll } from './resource.ts';

/** The account's templates (.docx with tags). */
export async function readTemplates(context: ConnectionContext): Promise<{ id: string; name: string }[]> {
  const items = await readAll(context, {
    path: '/api/v3/templates',
    attributes: z.object({ name: z.string() }),
  });
  return items.map((item) => ({ id: item.id, name: item.attributes.name }));
}

const folder = z.object({ name: z.string(), path: z.string().nullish() });

/** The account's folders; `path` is the whole way, from "/" to the folder's own name. */
export async function readFolders(context: ConnectionContext): Promise<{ id: string; path: string }[]> {
  const items = await readAll(context, { path: '/api/v3/folders', attributes: folder });
  return items.map((item) => {
    const parent = (item.attributes.path ?? '').replace(/\/+$/, '');
    const above = parent === '' || parent.startsWith('/') ? parent : `/${parent}`;
    return { id: item.id, path: `${above}/${item.attributes.name}` };
  });
}
