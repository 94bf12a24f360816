import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Api } from './client.ts';
import { asProblem } from './problem.ts';
import { explainProblem } from './explain-problem.ts';
import { useApi, useWorkspace } from './workspace.ts';

interface Wishes<Answer> {
  /** What to say when it worked. */
  done?: string | ((answer: Answer) => string);
  /** Called with the answer after lists were told to read again. */
  then?: (answer: Answer) => void;
  /** The screen shows the problem itself. */
  quiet?: boolean;
}

/** A change at the hub: afterwards everything on screen is read again, a problem is said in words. */
export function useChange<Input, Answer>(
  change: (api: Api, input: Input) => Promise<Answer>,
  wishes: Wishes<Answer> = {},
) {
  const api = useApi();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { i18n } = useTranslation();
  return useMutation({
    mutationFn: (input: Input) => change(api, input),
    onSuccess: (answer) => {
      void client.invalidateQueries({
        predicate: (query) => query.queryKey[0] === id && query.queryKey[1] !== 'connectors',
      });
      const done = typeof wishes.done === 'function' ? wishes.done(answer) : wishes.done;
      if (done) notifications.show({ message: done, color: 'green' });
      wishes.then?.(answer);
    },
    onError: (error) => {
      if (wishes.quiet) return;
      const { title, advice, detail } = explainProblem(i18n, asProblem(error));
      notifications.show({
        title,
        message: [advice, detail].filter(Boolean).join(' '),
        color: 'red',
        autoClose: 10_000,
      });
    },
  });
}
