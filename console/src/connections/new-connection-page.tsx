import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConnectors } from '../api/queries.ts';
import { useAddress, useGo } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { connectable, Directory } from './directory.tsx';

/** Choose a tool, then connect an account of it. */
export function NewConnectionPage() {
  const { t } = useTranslation();
  const connectors = useConnectors();
  const paths = usePaths();
  const go = useGo();
  const [{ connector }] = useAddress();
  const info = connectors.data?.find((each) => each.key === connector);
  if (info) {
    return (
      <Page
        title={t('connection/addTo', { app: info.name })}
        sentence={t('connection/addSentence')}
        back={{ label: t('connection/otherTool'), href: paths.newConnection() }}
        mark={<Monogram connector={info.key} size={32} />}
      >
        <Paper p="lg" maw={640} shadow="sm">
          <ConnectionForm
            key={info.key}
            info={info}
            onStored={(connection) => go(paths.connection(connection.id), { replace: true })}
          />
        </Paper>
      </Page>
    );
  }
  return (
    <Page
      title={t('connection/add')}
      sentence={t('connection/chooseTool')}
      back={{ label: t('nav/connections'), href: paths.connections }}
    >
      <Loaded query={connectors}>{(list) => <Directory connectors={connectable(list)} />}</Loaded>
    </Page>
  );
}
