import { useMutation } from '@tanstack/react-query';
import type { Definition, RehearsalAnswer } from '../../../src/api/contract.ts';
import { useApi } from '../api/workspace.ts';

/** Asks what a definition would do with real documents; nothing changes anywhere. */
export function useRehearsal() {
  const api = useApi();
  return useMutation({
    mutationFn: async ({ definition, limit }: { definition: Definition; limit: number }) => ({
      asked: JSON.stringify(definition),
      answer: await api.post<RehearsalAnswer>('/workflows/rehearse', { definition, limit }),
    }),
  });
}
