import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useConnections } from '../api/queries.ts';
import { useMayConnect } from '../api/workspace.ts';
import { ConnectionForm } from '../connections/connection-form.tsx';
import { faultText } from '../i18n/fault-text.ts';
import { wayOf } from '../fields/model.ts';
import { Icon } from '../parts/icons.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { EnvironmentBadge } from '../parts/status.tsx';
import { changeAction, changeTrigger } from './guide.ts';
import { useGuide } from './guide-scope.ts';

/** Step 3: the accounts both sides use. */
export function StepConnect() {
  const { definition, setDefinition, action, parts } = useGuide();
  const { t } = useTranslation();
  if (!parts.trigger) return <Text c="dimmed">{t('guide/chooseBefore')}</Text>;
  return (
    <Stack>
      <ConnectionPicker
        connector={definition.trigger.connector}
        side="trigger"
        value={definition.trigger.connectionId}
        onChange={(connectionId) => setDefinition(changeTrigger(definition, { connectionId }))}
      />
      {action && parts.action?.needsConnection && (
        <ConnectionPicker
          connector={action.connector}
          side="steps"
          value={action.connectionId ?? ''}
          onChange={(connectionId) => setDefinition(changeAction(definition, { connectionId }))}
        />
      )}
    </Stack>
  );
}

/** One of the accounts of a tool, or a new one. */
export function ConnectionPicker({
  connector,
  side,
  value,
  onChange,
}: {
  connector: string;
  side: 'trigger' | 'steps';
  value: string;
  onChange: (id: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const { readOnly, connectors, faults } = useGuide();
  const mayConnect = useMayConnect();
  const [opened, { open, close }] = useDisclosure(false);
  const name = useConnectorName();
  const connections = (useConnections().data ?? []).filter((each) => each.connector === connector);
  const chosen = connections.find((each) => each.id === value);
  const info = connectors.find((each) => each.key === connector);
  const fault = faults.find((each) => wayOf(each)[0] === side && wayOf(each).includes('connectionId'));
  return (
    <div>
      <Group align="flex-end" gap="xs">
        <Select
          style={{ flex: '1 1 240px' }}
          label={t('guide/account', { app: name(connector) })}
          placeholder={t(connections.length > 0 ? 'guide/chooseAccount' : 'guide/noAccount')}
          disabled={readOnly || connections.length === 0}
          error={fault && faultText(i18n, fault)}
          leftSection={<Monogram connector={connector} size={20} />}
          data={connections.map((each) => ({ value: each.id, label: each.name }))}
          value={chosen ? value : null}
          onChange={(id) => onChange(id ?? '')}
        />
        {!readOnly && mayConnect && (
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={open}
            aria-label={t('guide/addAccountFor', { app: name(connector) })}
          >
            {t('guide/addAccount')}
          </Button>
        )}
      </Group>
      {chosen && (
        <Group gap="xs" mt={6}>
          <EnvironmentBadge kind={chosen.environmentKind} />
          {chosen.account && (
            <Text size="sm" c="dimmed">
              {chosen.account}
            </Text>
          )}
          {chosen.status !== 'active' && (
            <Text size="sm" c="var(--bad)">
              {t(`connection/state/${chosen.status}`)}
            </Text>
          )}
        </Group>
      )}
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={t('connection/addTo', { app: name(connector) })}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        {info && (
          <ConnectionForm
            info={info}
            onStored={(connection) => {
              close();
              onChange(connection.id);
            }}
          />
        )}
      </Modal>
    </div>
  );
}
