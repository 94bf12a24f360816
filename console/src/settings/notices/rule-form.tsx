import { useState } from 'react';
import {
  Alert,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoticeRule, NoticeRuleAnswer, NoticeRuleInput } from '../../../../src/api/contract.ts';
import { useChange } from '../../api/mutations.ts';
import { useWorkflows } from '../../api/queries.ts';
import { languages } from '../../i18n/languages.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Copyable } from '../../parts/copy.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { channels, hourText, kindName, kinds } from './words.ts';

/** A rule while it is written. */
type Draft = Required<Omit<NoticeRuleInput, 'url'>> & { url: string };

const draftOf = (rule: NoticeRule | null, mail: boolean): Draft => ({
  enabled: rule?.enabled ?? true,
  kinds: rule?.kinds ?? ['run.failed', 'run.parked', 'connection.broken'],
  workflows: rule?.workflows?.map(({ id }) => id) ?? null,
  channel: rule?.channel ?? (mail ? 'email' : 'slack'),
  emails: rule?.emails ?? [],
  url: '',
  digestHour: rule?.digestHour ?? null,
  locale: rule?.locale ?? null,
});

interface FormProps {
  /** Null: a new one. */
  rule: NoticeRule | null;
  mail: boolean;
  onEnd: () => void;
}

/** Writes a rule down, new or changed. The signing secret of a webhook is shown this once. */
export function RuleForm({ rule, mail, onEnd }: FormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(rule, mail));
  const [secret, setSecret] = useState<string | null>(null);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const save = useChange<NoticeRuleInput, NoticeRuleAnswer>(
    (api, input) => (rule ? api.put(`/notices/${rule.id}`, input) : api.post('/notices', input)),
    {
      quiet: true,
      then: ({ signingSecret }) => (signingSecret ? setSecret(signingSecret) : onEnd()),
    },
  );
  if (secret !== null) return <MadeSecret secret={secret} onEnd={onEnd} />;
  const keepsAddress = rule !== null && rule.channel === draft.channel;
  const isComplete =
    draft.kinds.length > 0 &&
    (draft.channel === 'email' ? draft.emails.length > 0 : draft.url.trim() !== '' || keepsAddress);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { url, ...rest } = draft;
        save.mutate({ ...rest, ...(url.trim() !== '' && draft.channel !== 'email' && { url: url.trim() }) });
      }}
    >
      <Stack>
        <What draft={draft} set={set} />
        <Where draft={draft} set={set} hint={keepsAddress ? rule.hint : null} mail={mail} />
        <How draft={draft} set={set} />
        {save.error && <ProblemNote error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onEnd}>
            {t('notices/cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete}>
            {t('actions/save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

function What({ draft, set }: PartProps) {
  const { t } = useTranslation();
  const workflows = useWorkflows().data ?? [];
  return (
    <>
      <Checkbox.Group
        label={t('notices/whatLabel')}
        value={draft.kinds}
        onChange={(chosen) => set({ kinds: kinds.filter((kind) => chosen.includes(kind)) })}
      >
        <Stack gap={6} mt={6}>
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={kindName(t, kind)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label={t('notices/workflowsLabel')}
        placeholder={draft.workflows === null ? t('notices/allWorkflows') : ''}
        data={workflows.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.workflows ?? []}
        onChange={(chosen) => set({ workflows: chosen.length === 0 ? null : chosen })}
        searchable
        clearable
      />
    </>
  );
}

function Where({ draft, set, hint, mail }: PartProps & { hint: string | null; mail: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('notices/whereLabel')}
        data={channels.map((value) => ({ value, label: t(`notices/channel/${value}`) }))}
        value={draft.channel}
        onChange={(channel) => channel && set({ channel })}
        allowDeselect={false}
      />
      {draft.channel === 'email' ? (
        <>
          <TagsInput
            label={t('notices/emails')}
            description={t('notices/emailsHelp')}
            value={draft.emails}
            onChange={(emails) => set({ emails })}
            splitChars={[',', ';', ' ']}
            acceptValueOnBlur
            type="email"
          />
          {!mail && <Alert color="yellow">{t('notices/noMail')}</Alert>}
        </>
      ) : (
        <TextInput
          label={t('notices/url')}
          description={t(`notices/urlHelp/${draft.channel}`)}
          placeholder={hint ?? 'https://'}
          value={draft.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
          autoComplete="off"
          type="url"
        />
      )}
    </>
  );
}

function How({ draft, set }: PartProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: t('notices/daily', { time: hourText(hour, locale) }),
  }));
  return (
    <>
      <Select
        label={t('notices/whenLabel')}
        description={draft.digestHour === null ? t('notices/atOnceHelp') : t('notices/dailyHelp')}
        data={[{ value: 'now', label: t('notices/atOnce') }, ...hours]}
        value={draft.digestHour === null ? 'now' : String(draft.digestHour)}
        onChange={(value) => set({ digestHour: value === null || value === 'now' ? null : Number(value) })}
        allowDeselect={false}
      />
      {draft.channel !== 'webhook' && (
        <Select
          label={t('notices/language')}
          data={[
            { value: '', label: t('notices/ownLanguage') },
            ...Object.entries(languages).map(([value, label]) => ({ value, label })),
          ]}
          value={draft.locale ?? ''}
          onChange={(value) => set({ locale: value || null })}
          allowDeselect={false}
        />
      )}
      <Switch
        label={t('notices/enabled')}
        checked={draft.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}

function MadeSecret({ secret, onEnd }: { secret: string; onEnd: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text size="sm">{t('notices/secretText')}</Text>
      <Copyable value={secret} label={t('signing/copy')} />
      <Group justify="flex-end">
        <Button onClick={onEnd}>{t('keys/done')}</Button>
      </Group>
    </Stack>
  );
}
