import { useTranslation } from 'react-i18next';
import { useMembers } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { When } from '../parts/when.tsx';

interface Writer {
  source: string;
  detail: string | null;
}

/** Who wrote: a person by name, or the kind of thing that did. A run is linked. */
export function Who({ source, detail }: Writer) {
  const { t } = useTranslation();
  const paths = usePaths();
  const members = useMembers();
  if (source === 'person') {
    const member = members.data?.find((one) => one.id === detail);
    return <>{member?.name ?? t('records/source/person')}</>;
  }
  const word = t(`records/source/${source}`);
  if (source === 'workflow' && detail?.startsWith('run_')) {
    return <Go href={paths.run(detail)}>{word}</Go>;
  }
  return <>{word}</>;
}

/** "Ana Souza, 2 minutes ago". */
export function WhoWhen({ at, ...writer }: Writer & { at: string }) {
  return (
    <>
      <Who {...writer} /> · <When at={at} />
    </>
  );
}
