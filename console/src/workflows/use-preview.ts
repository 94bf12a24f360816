import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { Definition, Preview } from '../../../src/api/contract.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { firstAction } from './guide.ts';

/** What a definition would do, asked again shortly after it changed. `eventId` empty: the trigger's sample. */
export function usePreview(definition: Definition, eventId: string) {
  const api = useApi();
  const { id } = useWorkspace();
  const [settled] = useDebouncedValue(JSON.stringify(definition), 400);
  const ready = definition.trigger.key !== '' && firstAction(definition) !== null;
  return useQuery({
    queryKey: [id, 'preview', settled, eventId],
    queryFn: () =>
      api.post<Preview>('/workflows/preview', {
        definition: JSON.parse(settled) as Definition,
        ...(eventId && { eventId }),
      }),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
