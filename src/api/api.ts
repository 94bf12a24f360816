import { Hono } from 'hono';

/** Replaced by the API helper. */
export function createApi(_parts: unknown): Hono {
  return new Hono();
}
