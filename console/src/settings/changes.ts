import type { WorkspaceChange, WorkspaceSettings } from '../../../src/api/contract.ts';

/** What stands in the inputs; an emptied number is ''. */
export interface Draft {
  name: string;
  timeZone: string;
  retentionDays: number | '';
  auditRetentionDays: number | '';
}

/** What the hub takes, in days. */
export const retention = { min: 1, max: 3650 };
export const auditRetention = { min: 30, max: 3650 };

/** What differs from the settings, as the hub is told. An emptied number counts as 0, which the hub does not take. */
export function changesOf(settings: WorkspaceSettings, draft: Draft): WorkspaceChange {
  const name = draft.name.trim();
  const retentionDays = draft.retentionDays || 0;
  const auditRetentionDays = draft.auditRetentionDays || 0;
  return {
    ...(name !== settings.name && { name }),
    ...(draft.timeZone !== settings.timeZone && { timeZone: draft.timeZone }),
    ...(retentionDays !== settings.retentionDays && { retentionDays }),
    ...(auditRetentionDays !== settings.auditRetentionDays && { auditRetentionDays }),
  };
}

/** What is still to be saved of the inputs once `saved` came back: letters typed while saving stay. */
export function leftToSave(saved: WorkspaceSettings, touched: Partial<Draft>): Partial<Draft> {
  const { name, timeZone, retentionDays, auditRetentionDays } = saved;
  const changes = changesOf(saved, { name, timeZone, retentionDays, auditRetentionDays, ...touched });
  return Object.fromEntries(Object.entries(touched).filter(([key]) => key in changes));
}

/** Which inputs cannot be saved as they are. */
export function wrongIn(changes: WorkspaceChange) {
  const { name, retentionDays, auditRetentionDays } = changes;
  return {
    name: name === '',
    retentionDays: isOutside(retentionDays, retention),
    auditRetentionDays: isOutside(auditRetentionDays, auditRetention),
  };
}

function isOutside(days: number | undefined, { min, max }: typeof retention): boolean {
  return days !== undefined && !(Number.isInteger(days) && days >= min && days <= max);
}

/** The retention that deletes what is there, in days; null when nothing is kept shorter than now. */
export function shorterRetention(
  settings: WorkspaceSettings,
  changes: WorkspaceChange,
  of: 'retentionDays' | 'auditRetentionDays' = 'retentionDays',
): number | null {
  const days = changes[of];
  if (days === undefined || wrongIn(changes)[of]) return null;
  return days < settings[of] ? days : null;
}

/** Time zones to choose from: those the browser knows, UTC, and the one that is set. */
export function timeZones(current: string): string[] {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
