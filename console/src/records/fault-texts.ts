import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem.ts';
import { faultText } from '../i18n/fault-text.ts';

/** What is wrong with values, in words. */
export function useFaultTexts() {
  const { i18n } = useTranslation();
  return {
    /** By a code of ours. */
    textOf: (code: string) => faultText(i18n, { path: '', code }),
    /** What the hub refused, by property. */
    byProperty: (error: unknown): Record<string, string> => {
      const faults = asProblem(error).faults.map((fault) => {
        const name = fault.params?.['property'];
        const property = typeof name === 'string' ? name : fault.path.replace(/^(properties|values)\./, '');
        return [property, faultText(i18n, fault)] as const;
      });
      return Object.fromEntries(faults);
    },
  };
}
