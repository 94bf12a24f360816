import { Divider, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldForm } from '../fields/field-form.tsx';
import { faultsUnder, shownFields, splitFields } from '../fields/model.ts';
import { useConnectorName } from '../parts/monogram.tsx';
import { changeAction } from './guide.ts';
import { useGuide } from './guide-scope.ts';
import { RehearsalPanel } from './rehearsal-panel.tsx';

/** Step 4: what is chosen at the other side (pipeline, stage, how to find). */
export function StepDetails() {
  const { t } = useTranslation();
  const { parts } = useGuide();
  const name = useConnectorName();
  if (!parts.action) return <Text c="dimmed">{t('guide/chooseBefore')}</Text>;
  return (
    <Stack gap="lg">
      <ActionPart
        half="choices"
        heading={(app) => <Divider label={t('guide/inApp', { app: name(app) })} labelPosition="left" />}
      />
    </Stack>
  );
}

/** Step 5: what is written, with values from the event. */
export function StepFields() {
  const { t } = useTranslation();
  const { action, ready } = useGuide();
  if (!action) return <Text c="dimmed">{t('guide/chooseBefore')}</Text>;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('guide/fieldsHelp')}
      </Text>
      <ActionPart half="contents" />
      <RehearsalPanel ready={ready} />
    </Stack>
  );
}

function ActionPart({
  half,
  heading,
}: {
  half: 'choices' | 'contents';
  heading?: (app: string) => React.ReactNode;
}) {
  const { definition, setDefinition, action, parts, faults, data, preview, readOnly } = useGuide();
  if (!action || !parts.action) return null;
  const only = splitFields(parts.action.fields)[half];
  if (shownFields(parts.action.fields, action.input).every((field) => !only.includes(field))) return null;
  return (
    <>
      {heading?.(action.connector)}
      <FieldForm
        connector={action.connector}
        place={['actions', action.key]}
        connectionId={action.connectionId}
        fields={parts.action.fields}
        only={only}
        fold={half === 'choices'}
        values={action.input}
        faults={faultsUnder(faults, ['steps', definition.start, 'input'])}
        data={data}
        rendered={preview?.steps.find((each) => each.id === definition.start)?.input ?? null}
        readOnly={readOnly}
        onChange={(input) => setDefinition(changeAction(definition, { input }))}
      />
    </>
  );
}
