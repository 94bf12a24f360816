import type { VendorPastValue, VendorSnapshot } from '#kit/objects.ts';
import type { WireRecord } from '../wire.ts';

/** A record as it is handed to the hub. */
export function snapshot(given: WireRecord): VendorSnapshot {
  const { id, properties, propertiesWithHistory, createdAt, updatedAt, archived } = given;
  return {
    externalId: id,
    values: emptyAsNull(properties),
    createdAt: Date.parse(createdAt),
    updatedAt: Date.parse(updatedAt),
    archived: archived ?? false,
    ...(propertiesWithHistory && { history: historyOf(propertiesWithHistory) }),
  };
}

/** A value that was cleared comes as null or as an empty text. */
function emptyAsNull(values: Record<string, string | null>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]),
  );
}

function historyOf(
  given: NonNullable<WireRecord['propertiesWithHistory']>,
): Record<string, VendorPastValue[]> {
  const lists = Object.entries(given).map(([name, versions]): [string, VendorPastValue[]] => {
    const past = versions.map(({ value, timestamp, sourceType, sourceId }) => ({
      value: value === '' ? null : (value ?? null),
      at: Date.parse(timestamp),
      source: sourceType,
      sourceId: sourceId ?? null,
    }));
    // The order is not documented.
    return [name, past.sort((left, right) => right.at - left.at)];
  });
  return Object.fromEntries(lists);
}

/** A list cut into pieces of at most `size`. */
export function pieces<Item>(all: readonly Item[], size: number): Item[][] {
  const cut: Item[][] = [];
  for (let start = 0; start < all.length; start += size) cut.push(all.slice(start, start + size));
  return cut;
}
