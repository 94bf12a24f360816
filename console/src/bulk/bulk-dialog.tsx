import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BulkPreview } from '../../../src/api/contract.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { useBulk, type BulkAction } from './run-bulk.tsx';

/** Which runs are meant: named one by one, or all that a filter of the list finds. */
export type Wanted = { ids: string[] } | { filter: Record<string, string | null | undefined> };

interface BulkDialogProps {
  /** Null: closed. */
  action: BulkAction | null;
  wanted: Wanted;
  onClose: () => void;
  /** It was begun. */
  onBegun?: () => void;
}

/** Says how many runs an action is about and what it does to them, then begins it. */
export function BulkDialog({ action, wanted, onClose, onBegun }: BulkDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={action !== null}
      onClose={onClose}
      title={action && t(`bulk/title/${action}`)}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      {action && <Question action={action} wanted={wanted} onClose={onClose} {...(onBegun && { onBegun })} />}
    </Modal>
  );
}

function Question({ action, wanted, onClose, onBegun }: BulkDialogProps & { action: BulkAction }) {
  const { t } = useTranslation();
  const preview = usePreview(action, wanted);
  const bulk = useBulk();
  if (preview.error) return <ProblemNote error={preview.error} retry={() => void preview.refetch()} />;
  if (!preview.data) return <Loading rows={2} height={20} />;
  const { ids, more } = preview.data;
  const begin = () => {
    onClose();
    onBegun?.();
    void bulk(action, ids);
  };
  return (
    <Stack>
      <Text fw={600}>{t(`bulk/count/${action}`, { count: ids.length })}</Text>
      {more && <Text size="sm">{t('bulk/more')}</Text>}
      <Text size="sm">{t(ids.length > 0 ? `bulk/text/${action}` : `bulk/none/${action}`)}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('actions/close')}
        </Button>
        {ids.length > 0 && (
          <Button {...(action === 'cancel' && { color: 'red' })} onClick={begin} data-autofocus>
            {t(`bulk/do/${action}`, { count: ids.length })}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function usePreview(action: BulkAction, wanted: Wanted) {
  const api = useApi();
  const { id } = useWorkspace();
  return useQuery({
    queryKey: [id, 'bulk', action, wanted],
    queryFn: async (): Promise<BulkPreview> => {
      if ('ids' in wanted) return { ids: wanted.ids, more: false };
      const filter = Object.fromEntries(Object.entries(wanted.filter).filter(([, value]) => value));
      return api.post<BulkPreview>('/runs/bulk/preview', { action, filter });
    },
    gcTime: 0,
    staleTime: Infinity,
  });
}
