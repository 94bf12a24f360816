import type { WorkspaceChange, WorkspaceSettings } from '../../../src/api/contract.ts';

/** What stands in the inputs; an emptied number is ''. */
export interface Draft {
  name: string;
  timeZone: string;
  retentionDays: number | '';
}

/** What the hub takes, in days. */
export const retention = { min: 1, max: 3650 };

/** What differs from the settings, as the hub is told. An emptied number counts as 0, which the hub does not take. */
export function changesOf(settings: WorkspaceSettings, draft: Draft): WorkspaceChange {
  const name = draft.name.trim();
  const retentionDays = draft.retentionDays || 0;
  return {
    ...(name !== settings.name && { name }),
    ...(draft.timeZone !== settings.timeZone && { timeZone: draft.timeZone }),
    ...(retentionDays !== settings.retentionDays && { retentionDays }),
  };
}

/** What is still to be saved of the inputs once `saved` came back: letters typed while saving stay. */
export function leftToSave(saved: WorkspaceSettings, touched: Partial<Draft>): Partial<Draft> {
  const { name, timeZone, retentionDays } = saved;
  const changes = changesOf(saved, { name, timeZone, retentionDays, ...touched });
  return Object.fromEntries(Object.entries(touched).filter(([key]) => key in changes));
}

/** Which inputs cannot be saved as they are. */
export function wrongIn(changes: WorkspaceChange): { name: boolean; retentionDays: boolean } {
  const { name, retentionDays } = changes;
  return {
    name: name === '',
    retentionDays:
      retentionDays !== undefined &&
      !(Number.isInteger(retentionDays) && retentionDays >= retention.min && retentionDays <= retention.max),
  };
}

/** The retention that deletes what is there, in days; null when nothing is kept shorter than now. */
export function shorterRetention(settings: WorkspaceSettings, changes: WorkspaceChange): number | null {
  const { retentionDays } = changes;
  if (retentionDays === undefined || wrongIn(changes).retentionDays) return null;
  return retentionDays < settings.retentionDays ? retentionDays : null;
}

/** Time zones to choose from: those the browser knows, UTC, and the one that is set. */
export function timeZones(current: string): string[] {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
