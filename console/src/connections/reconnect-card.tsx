import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectorInfo } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { asProblem } from '../api/problem.ts';
import { FieldForm } from '../fields/field-form.tsx';
import { faultsUnder, missingFields } from '../fields/model.ts';
import { ProblemNote } from '../parts/states.tsx';
import { Card } from './card.tsx';
import { credentialsOf } from './credentials.ts';

/** New credentials for the same account: tested first; what waited for them goes on. */
export function ReconnectCard({ connection, info }: { connection: Connection; info: ConnectorInfo }) {
  const { t } = useTranslation();
  const [values, setValues] = useState({});
  const fields = info.auth.find((each) => each.key === connection.authMethod)?.fields ?? [];
  const reconnect = useChange<Record<string, string>, Connection | { authorizeUrl: string }>(
    (api, credentials) => api.put(`/connections/${connection.id}/credentials`, { credentials }),
    {
      quiet: true,
      done: (answer) => ('authorizeUrl' in answer ? '' : t('connection/reconnected')),
      then: (answer) => {
        if ('authorizeUrl' in answer) window.location.assign(answer.authorizeUrl);
        setValues({});
      },
    },
  );
  const faults = reconnect.error ? faultsUnder(asProblem(reconnect.error).faults, ['credentials']) : {};
  return (
    <Card id="reconnect" title={t('connection/reconnect')} text={t('connection/reconnectText')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          reconnect.mutate(credentialsOf(fields, values));
        }}
      >
        <Stack gap="sm">
          <FieldForm
            connector={info.key}
            place={['auth', connection.authMethod]}
            connectionId={null}
            fields={fields}
            values={values}
            onChange={setValues}
            faults={faults}
          />
          {reconnect.error && <ProblemNote error={reconnect.error} />}
          <Button
            type="submit"
            variant="default"
            w="fit-content"
            loading={reconnect.isPending}
            disabled={missingFields(fields, values).length > 0}
          >
            {t('connection/testAndReplace')}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
