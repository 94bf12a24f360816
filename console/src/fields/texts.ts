import { useTranslation } from 'react-i18next';
import type { Fault, Field } from '../../../src/api/contract.ts';
import { faultText } from '../i18n/fault-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { useFormScope } from './scope.ts';

/** Label, help and fault of a field, for any Mantine input. */
export function useFieldTexts(field: Field) {
  const { i18n } = useTranslation();
  const { connector, place, faults } = useFormScope();
  const words = wordsOf(i18n, connector);
  return {
    label: words.label(place, field.key),
    description: words.help(place, field.key),
    required: field.required ?? false,
    error: errorOf(faults[field.key] ?? [], (fault) => faultText(i18n, fault)),
  };
}

function errorOf(faults: Fault[], say: (fault: Fault) => string): string | null {
  return faults.length > 0 ? faults.map(say).join(' ') : null;
}
