import { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import type { JsonObject } from '#std/json.ts';
import { callV3, understand } from '../client.ts';

const links = z.record(z.string(), z.unknown()).nullish();

/** One JSON:API resource with attributes of a given shape. */
export function resourceOf<Attributes extends z.ZodType>(attributes: Attributes) {
  return z.object({ id: z.string(), type: z.string().optional(), attributes, links });
}

/** An answer with one resource. */
export function oneOf<Attributes extends z.ZodType>(attributes: Attributes) {
  return z.object({ data: resourceOf(attributes) });
}

export interface Page<Item> {
  items: Item[];
  /** Records on all pages, when the vendor says. */
  total: number | null;
  /** Number of the last page. */
  last: number;
}

/** Clicksign's own default (API v3 docs, read 2026-11); no maximum is documented. */
export const pageSize = 20;

/** Reads one page of a list; pages count from 1. */
export async function readPage<Attributes extends z.ZodType>(
  context: ConnectionContext,
  list: { path: string; attributes: Attributes; query?: VendorRequest['query']; page: number; size?: number },
): Promise<Page<z.infer<ReturnType<typeof resourceOf<Attributes>>>>> {
  const size = list.size ?? pageSize;
  const query = { ...list.query, 'page[number]': list.page, 'page[size]': size };
  const schema = z.object({
    data: z.array(resourceOf(list.attributes)),
    meta: z.object({ record_count: z.number().optional() }).nullish(),
    links: z.object({ next: z.string().nullish(), last: z.string().nullish() }).nullish(),
  });
  const body = understand(await callV3(context, { method: 'GET', path: list.path, query }), schema);
  const total = body.meta?.record_count ?? null;
  const byLink = pageIn(body.links?.last);
  const byCount = total === null ? list.page + (body.links?.next ? 1 : 0) : Math.ceil(total / size);
  return { items: body.data, total, last: Math.max(1, byLink ?? byCount) };
}

/** Reads a list to its end. */
export async function readAll<Attributes extends z.ZodType>(
  context: ConnectionContext,
  list: { path: string; attributes: Attributes; query?: VendorRequest['query'] },
): Promise<z.infer<ReturnType<typeof resourceOf<Attributes>>>[]> {
  const items: z.infer<ReturnType<typeof resourceOf<Attributes>>>[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const read = await readPage(context, { ...list, page });
    items.push(...read.items);
    last = read.items.length === 0 ? page : read.last;
  }
  return items;
}

/** Sends a resource and reads the one that comes back. */
export async function sendResource<Attributes extends z.ZodType>(
  context: ConnectionContext,
  call: { method: 'POST' | 'PATCH'; path: string; data: JsonObject; attributes: Attributes },
): Promise<z.infer<ReturnType<typeof resourceOf<Attributes>>>> {
  const response = await callV3(context, { method: call.method, path: call.path, json: { data: call.data } });
  return understand(response, oneOf(call.attributes)).data;
}

function pageIn(link: string | null | undefined): number | null {
  if (!link) return null;
  const match = /page(?:%5B|\[)number(?:%5D|\])=(\d+)/i.exec(link);
  return match ? Number(match[1]) : null;
}
