import { useState } from 'react';
import { useBlocker } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WorkspaceChange, WorkspaceSettings } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { changesOf, leftToSave, type Draft } from './changes.ts';

/** The settings as they are being changed: only what differs is unsaved, and only that is sent. */
export function useWorkspaceDraft(settings: WorkspaceSettings) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const draft: Draft = {
    name: settings.name,
    timeZone: settings.timeZone,
    retentionDays: settings.retentionDays,
    auditRetentionDays: settings.auditRetentionDays,
    ...touched,
  };
  const changes = changesOf(settings, draft);
  const dirty = Object.keys(changes).length > 0;
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  const save = useChange<WorkspaceChange, WorkspaceSettings>((api, change) => api.patch('', change), {
    done: t('settings/saved'),
    quiet: true,
    then: (saved) => {
      // At once, so that what was saved does not look unsaved until it is read again.
      client.setQueryData([settings.id, 'workspace', '', {}], saved);
      setTouched((now) => leftToSave(saved, now));
      // The name stands in the frame too.
      void client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const set = (change: Partial<Draft>) => setTouched((before) => ({ ...before, ...change }));
  return { draft, set, changes, dirty, blocker, save, discard: () => setTouched({}) };
}
