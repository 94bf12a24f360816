import { z } from '@hono/zod-openapi';

/**
 * Tells the generator of the document which properties may be left out. It takes those that accept `undefined`, which
 * `exactOptional` does not: JSON has none. Only the question it asks is answered differently; nothing is parsed in
 * another way.
 * @param schema any schema; what it is made of is walked once
 */
export function markOptional(schema: z.ZodType, seen = new Set<unknown>()): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  if (schema instanceof z.ZodExactOptional) {
    const parse = schema.safeParse.bind(schema);
    schema.safeParse = (value: unknown) =>
      value === undefined ? { success: true, data: undefined } : parse(value);
  }
  for (const part of partsOf(schema)) markOptional(part, seen);
}

function partsOf(schema: z.ZodType): z.ZodType[] {
  const { def } = schema;
  const held: unknown[] = Object.values(def);
  if ('getter' in def) held.push((def.getter as () => unknown)());
  return held.flatMap((value) => [value, ...(Object.values(value ?? {}) as unknown[])]).filter(isSchema);
}

function isSchema(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType;
}
