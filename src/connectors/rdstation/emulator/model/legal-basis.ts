import type { Fields } from './fields.ts';
import { Refusal } from './refusal.ts';
import type { LegalBasis } from './rows.ts';

const legalWords = {
  category: ['communications', 'data_processing'],
  type: [
    'consent',
    'judicial_process',
    'legitimate_interest',
    'pre_existent_contract',
    'public_interest',
    'vital_interest',
  ],
  status: ['granted', 'declined'],
};

/** Reads one legal basis; its words are the same in both API versions. */
export function readLegalBasis(item: Fields): LegalBasis {
  const word = (name: keyof typeof legalWords) => {
    const value = item.text(name) ?? '';
    if (!legalWords[name].includes(value)) throw new Refusal('not_included', 'legal_bases');
    return value;
  };
  return { category: word('category'), type: word('type'), status: word('status') };
}
