import type { i18n as I18n } from 'i18next';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { textAt } from '../../i18n/words.ts';

/** The key of a route's sentence: its method and the fixed parts of its path, `post_workflows_pause`. */
export function sentenceKey(route: string): string {
  const [method = '', path = ''] = route.split(' ');
  const inWorkspace = path.startsWith('/w/');
  const parts = path
    .replace(/^\/w\/\{workspace\}/, '')
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('{'));
  const place = parts.length === 0 && inWorkspace ? ['workspace'] : parts;
  return [method.toLowerCase(), ...place].join('_').replaceAll('-', '_');
}

/** Whoever did it, by name. */
export function whoOf(i18n: I18n, { kind, name }: AuditEntry['actor']): string {
  if (kind === 'setup_link') return i18n.t('audit/setupLink');
  if (kind === 'nobody') return name === null ? i18n.t('audit/somebody') : i18n.t('audit/tried', { name });
  if (name === null) return i18n.t('audit/somebody');
  return kind === 'key' ? i18n.t('audit/key', { name }) : name;
}

/** "Ana Souza paused the workflow “Contract signed”". */
export function sentenceOf(i18n: I18n, entry: AuditEntry): string {
  const named = entry.subjects.map((one) => one.name).filter((name) => name !== null);
  const values = { who: whoOf(i18n, entry.actor), name: named.join(' · ') || i18n.t('audit/unnamed') };
  return (
    textAt(i18n, 'console', ['audit', 'did', sentenceKey(entry.route)], values) ??
    i18n.t('audit/did/other', { ...values, route: entry.route })
  );
}
