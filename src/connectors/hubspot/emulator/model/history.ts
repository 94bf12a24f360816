import type { Hub } from './hub.ts';
import type { RecordRow, Source, Version } from './rows.ts';

/** Adds versions of changed values. The value of the creation is noted when the first change comes, not before. */
export function noteVersions(
  hub: Hub,
  before: RecordRow,
  changes: readonly (readonly [string, string])[],
  source: Source,
): void {
  const versions = { ...hub.history.get(before.id)?.versions };
  for (const [name, value] of changes) {
    versions[name] = [...versionsOf(hub, before, name), { value, at: hub.now(), source }];
  }
  hub.history.put({ id: before.id, versions });
}

/** Every version of a value, oldest first. */
export function versionsOf(hub: Hub, row: RecordRow, name: string): Version[] {
  const noted = hub.history.get(row.id)?.versions[name];
  if (noted) return noted;
  const value = row.values[name];
  return value === undefined ? [] : [{ value, at: row.createdAt, source: row.source }];
}
