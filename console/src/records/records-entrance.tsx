import { useEffect } from 'react';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Crm } from '../../../src/api/contract-records.ts';
import { useChange } from '../api/mutations.ts';
import { useCrms } from '../api/record-queries.ts';
import { useMayConnect } from '../api/workspace.ts';
import { Go, useGo } from '../parts/go.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { useOwnStore } from './own-store.ts';

/** Where records begin: the object looked at last, or the way to a CRM. */
export function RecordsEntrance() {
  const { t } = useTranslation();
  const crms = useCrms();
  const go = useGo();
  const paths = usePaths();
  const [last] = useOwnStore<string>('records.last', '');
  const list = crms.data ?? [];
  const target = placeFor(list, last);
  useEffect(() => {
    if (target) go(paths.recordsOf(...target), { replace: true });
  }, [target?.join('/')]);
  return (
    <Page title={t('nav/records')} sentence={crms.data?.length === 0 ? t('records/noCrm') : undefined} wide>
      <Loaded query={crms} rows={8}>
        {(data) => (data.length === 0 ? <NoCrm /> : null)}
      </Loaded>
    </Page>
  );
}

/** The place kept from before when it is still there, else the first. */
function placeFor(crms: Crm[], last: string): [string, string] | null {
  const [lastCrm, lastObject] = last.split('/');
  const crm = crms.find(({ connection }) => connection.id === lastCrm) ?? crms[0];
  const object = crm?.objects.find(({ name }) => name === lastObject) ?? crm?.objects[0];
  return crm && object ? [crm.connection.id, object.name] : null;
}

function NoCrm() {
  const { t } = useTranslation();
  const paths = usePaths();
  const go = useGo();
  const mayConnect = useMayConnect();
  const make = useChange<void, Crm>((api) => api.post('/crms', {}), {
    done: t('records/crmMade'),
    then: (crm) => go(paths.recordsOf(crm.connection.id, crm.objects[0]?.name ?? 'contact')),
  });
  return (
    <Empty
      title={t('records/noCrmTitle')}
      text={t(mayConnect ? 'records/noCrmText' : 'records/noCrmReader')}
      action={
        mayConnect && (
          <Group gap="xs">
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              {t('records/useBuiltIn')}
            </Button>
            <Button variant="default" component={Go} href={paths.newConnection()}>
              {t('records/connectOne')}
            </Button>
          </Group>
        )
      }
    />
  );
}
