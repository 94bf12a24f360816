import { notifications } from '@mantine/notifications';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { apiAt, type Api } from './client.ts';
import { explainProblem } from './explain-problem.ts';
import { asProblem } from './problem.ts';

interface Wishes<Answer> {
  /** What to say when it worked. */
  done?: string;
  /** Called with the answer. */
  then?: (answer: Answer) => void;
  /** The screen shows the problem itself. */
  quiet?: boolean;
}

/** A change of one's own account: what is known of it is read again, a problem is said in words. */
export function useOwnChange<Input, Answer>(
  change: (api: Api, input: Input) => Promise<Answer>,
  wishes: Wishes<Answer> = {},
) {
  const client = useQueryClient();
  const { i18n } = useTranslation();
  return useMutation({
    mutationFn: (input: Input) => change(apiAt('/api'), input),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ['account'] });
      void client.invalidateQueries({ queryKey: ['session'] });
      if (wishes.done) notifications.show({ message: wishes.done, color: 'green' });
      wishes.then?.(answer);
    },
    onError: (error) => {
      if (wishes.quiet) return;
      const { title, advice, detail } = explainProblem(i18n, asProblem(error));
      const message = [advice, detail].filter(Boolean).join(' ');
      notifications.show({ title, message, color: 'red', autoClose: 10_000 });
    },
  });
}

/**
 * Puts the hub's faults at their fields; true when each had one, so that nothing is left to say.
 * @param fields names of the form's inputs
 */
export function showFaults<Values>(
  error: unknown,
  form: Pick<UseFormReturnType<Values>, 'setErrors'>,
  fields: string[],
  t: TFunction,
): boolean {
  const { faults } = asProblem(error);
  const placed = faults.flatMap(({ path, code, params }) => {
    const field = fields.find((name) => path === name || path.endsWith(`.${name}`));
    return field ? [[field, t(`faults/${code}`, params ?? {})] as const] : [];
  });
  if (placed.length > 0) form.setErrors(Object.fromEntries(placed));
  return placed.length > 0 && placed.length === faults.length;
}
