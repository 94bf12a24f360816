import { Alert, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkspaceSettings } from '../../../src/api/contract.ts';
import { useMayConnect, useWorkspace } from '../api/workspace.ts';
import { Card, Fact } from '../connections/card.tsx';
import classes from '../connections/card.module.css';
import { CopyIcon } from '../parts/copy.tsx';
import { Unsaved } from '../parts/unsaved.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { auditRetention, retention, shorterRetention, timeZones, wrongIn } from './changes.ts';
import { useWorkspaceDraft } from './workspace-draft.ts';

/** What the workspace is called, where it is, how long it keeps things; admins change it. */
export function WorkspaceCard({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  const { role } = useWorkspace();
  const mayChange = useMayConnect();
  return (
    <Card title={t('settings/workspace')}>
      {mayChange && <WorkspaceForm settings={settings} />}
      <dl className={classes.facts}>
        {!mayChange && (
          <>
            <Fact name={t('settings/name')}>{settings.name}</Fact>
            <Fact name={t('settings/timeZone')}>{settings.timeZone}</Fact>
            <Fact name={t('settings/retention')}>
              {t('settings/days', { count: settings.retentionDays })}
            </Fact>
          </>
        )}
        <Fact name={t('settings/role')}>{t(`role/${role}`)}</Fact>
        <Fact name={t('settings/id')}>
          {settings.id} <CopyIcon value={settings.id} label={t('copy/id')} />
        </Fact>
      </dl>
    </Card>
  );
}

function WorkspaceForm({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  const { draft, set, changes, dirty, blocker, save, discard } = useWorkspaceDraft(settings);
  const wrong = wrongIn(changes);
  const isWrong = Object.values(wrong).includes(true);
  const shorter = shorterRetention(settings, changes);
  const shorterAudit = shorterRetention(settings, changes, 'auditRetentionDays');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty && !isWrong) save.mutate(changes);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('settings/name')}
          value={draft.name}
          maxLength={200}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={wrong.name && t('form/required')}
        />
        <Select
          label={t('settings/timeZone')}
          data={timeZones(settings.timeZone)}
          value={draft.timeZone}
          onChange={(timeZone) => timeZone && set({ timeZone })}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('form/noMatch')}
        />
        <NumberInput
          label={t('settings/retention')}
          description={t('settings/retentionHelp')}
          value={draft.retentionDays}
          onChange={(value) => set({ retentionDays: typeof value === 'number' ? value : '' })}
          {...retention}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          error={wrong.retentionDays && t('settings/retentionRange')}
        />
        <NumberInput
          label={t('settings/auditRetention')}
          description={t('settings/auditRetentionHelp')}
          value={draft.auditRetentionDays}
          onChange={(value) => set({ auditRetentionDays: typeof value === 'number' ? value : '' })}
          {...auditRetention}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          error={wrong.auditRetentionDays && t('settings/auditRetentionRange')}
        />
        {shorter !== null && (
          <Alert color="orange" title={t('settings/shorterTitle')} role="alert">
            <Text size="sm">{t('settings/shorterText', { count: shorter })}</Text>
          </Alert>
        )}
        {shorterAudit !== null && (
          <Alert color="orange" title={t('settings/auditShorterTitle')} role="alert">
            <Text size="sm">{t('settings/auditShorterText', { count: shorterAudit })}</Text>
          </Alert>
        )}
        {save.error && <ProblemNote error={save.error} />}
        <Group gap="xs">
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!dirty || isWrong}
            {...((shorter ?? shorterAudit) !== null && { color: 'red' })}
          >
            {t(shorter === null ? 'actions/save' : 'settings/saveShorter')}
          </Button>
          {dirty && <Unsaved onDiscard={discard} />}
        </Group>
      </Stack>
      <LeaveGuard blocker={blocker} text={t('settings/leaveText')} />
    </form>
  );
}
