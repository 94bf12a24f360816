import { useTranslation } from 'react-i18next';
import type { i18n as I18n } from 'i18next';
import type { CrmObject, Property } from '../../../src/api/contract-records.ts';
import { humanise, textAt } from '../i18n/words.ts';

/** The words of a CRM in the reader's language. What people of the account named is shown as they named it. */
export interface CrmWords {
  /** "Contact", or "Contacts" for `many`. */
  object(object: Pick<CrmObject, 'name' | 'plural' | 'label'>, form: 'one' | 'many'): string;
  /** "Create contact". */
  create(object: Pick<CrmObject, 'name' | 'plural' | 'label'>): string;
  label(property: Pick<Property, 'label' | 'custom'>): string;
  option(label: string): string;
  group(name: string): string;
}

/**
 * A standard CRM comes with English names; each is translated by itself, so that one that somebody changed stays as
 * they wrote it.
 */
export function crmWords(i18n: I18n): CrmWords {
  const named = (label: string) => textAt(i18n, 'crm', ['names', label.replaceAll('/', ' ')]) ?? label;
  const object: CrmWords['object'] = ({ name, plural, label }, form) =>
    label ??
    textAt(i18n, 'console', ['recordObjects', name, form]) ??
    humanise(form === 'one' ? name : plural);
  return {
    object,
    create: (one) =>
      (one.label === null ? textAt(i18n, 'console', ['recordObjects', one.name, 'create']) : null) ??
      i18n.t('records/create', { ns: 'console', object: object(one, 'one') }),
    label: ({ label, custom }) => (custom ? label : named(label)),
    option: named,
    group: (name) => textAt(i18n, 'crm', ['groups', name]) ?? humanise(name),
  };
}

export function useCrmWords(): CrmWords {
  const { i18n } = useTranslation();
  return crmWords(i18n);
}
