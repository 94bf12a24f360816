import { useState } from 'react';
import { Button, Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type {
  Connection,
  ConnectorInfo,
  NewConnection,
  NewConnectionAnswer,
} from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { asProblem } from '../api/problem.ts';
import { FieldForm } from '../fields/field-form.tsx';
import { defaultsOf, faultsUnder, missingFields } from '../fields/model.ts';
import { wordsOf } from '../i18n/words.ts';
import { ProblemNote } from '../parts/states.tsx';
import { EnvironmentBadge } from '../parts/status.tsx';
import { credentialsOf } from './credentials.ts';

/** Connects an account: what is typed is tested at the vendor, and stored only when it works. */
export function ConnectionForm({
  info,
  onStored,
}: {
  info: ConnectorInfo;
  onStored: (connection: Connection) => void;
}) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, info.key);
  const [environment, setEnvironment] = useState(
    info.environments.find((each) => each.kind === 'emulator')?.key ?? info.environments[0]?.key ?? '',
  );
  const [method, setMethod] = useState(info.auth[0]?.key ?? '');
  const [values, setValues] = useState(defaultsOf(info.auth[0]?.fields ?? []));
  const [settings, setSettings] = useState(defaultsOf(info.settings));
  const [name, setName] = useState('');
  const auth = info.auth.find((each) => each.key === method);
  const connect = useChange<NewConnection, NewConnectionAnswer>(
    (api, input) => api.post('/connections', input),
    {
      quiet: true,
      then: (answer) => {
        if ('authorizeUrl' in answer) window.location.assign(answer.authorizeUrl);
        else onStored(answer.connection);
      },
    },
  );
  if (!auth) return null;
  const faults = connect.error ? asProblem(connect.error).faults : [];
  const complete =
    missingFields(auth.fields, values).length === 0 && missingFields(info.settings, settings).length === 0;
  const input: NewConnection = {
    connector: info.key,
    name: name.trim() || info.name,
    environment,
    authMethod: method,
    credentials: credentialsOf(auth.fields, values),
    settings,
  };
  const description = words.describe(['auth', method]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // A form within the guide's dialog must not reach the page below.
        event.stopPropagation();
        connect.mutate(input);
      }}
    >
      <Stack>
        <Radio.Group label={t('connection/environment')} value={environment} onChange={setEnvironment}>
          <Stack gap={8} mt={8}>
            {info.environments.map((each) => (
              <Radio
                key={each.key}
                value={each.key}
                label={
                  <Group gap="xs" component="span">
                    <EnvironmentBadge kind={each.kind} />
                    {t(`connection/environmentHelp/${each.kind}`)}
                  </Group>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        {info.auth.length > 1 && (
          <Select
            label={t('connection/method')}
            data={info.auth.map((each) => ({ value: each.key, label: words.auth(each.key) }))}
            value={method}
            onChange={(key) => {
              setMethod(key ?? '');
              setValues(defaultsOf(info.auth.find((each) => each.key === key)?.fields ?? []));
            }}
          />
        )}
        {description && <Text size="sm">{description}</Text>}
        <FieldForm
          connector={info.key}
          place={['auth', method]}
          connectionId={null}
          fields={auth.fields}
          values={values}
          onChange={setValues}
          faults={faultsUnder(faults, ['credentials'])}
        />
        {info.settings.length > 0 && (
          <FieldForm
            connector={info.key}
            place={['settings']}
            connectionId={null}
            fields={info.settings}
            values={settings}
            onChange={setSettings}
            faults={faultsUnder(faults, ['settings'])}
          />
        )}
        <TextInput
          label={t('connection/name')}
          description={t('connection/nameHelp')}
          placeholder={info.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {connect.error && <ProblemNote error={connect.error} />}
        <Button type="submit" w="fit-content" loading={connect.isPending} disabled={!complete}>
          {t(auth.kind === 'oauth2' ? 'connection/authorize' : 'connection/testAndConnect', {
            app: info.name,
          })}
        </Button>
      </Stack>
    </form>
  );
}
