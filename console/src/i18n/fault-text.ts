import type { i18n as I18n } from 'i18next';
import type { Fault } from '../../../src/api/contract.ts';
import { humanise, textAt } from './words.ts';

/** What is wrong with a value, in words. */
export function faultText(i18n: I18n, fault: Fault): string {
  const message = fault.params?.message;
  return (
    textAt(i18n, 'console', ['faults', fault.code], fault.params) ??
    (typeof message === 'string' ? message : humanise(fault.code))
  );
}
