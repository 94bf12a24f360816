import { origin } from './auth.ts';

const pages: Record<string, string> = { deal: 'deals', contact: 'contacts', organization: 'organizations' };

/**
 * RD's own page for a record, or null for an object without one. The address of deals is what public integrations use;
 * those of contacts and organizations follow the same form and are not confirmed.
 */
export function recordUrl(
  context: { origins: Record<string, string> },
  object: string,
  id: string,
): string | null {
  const page = pages[object];
  return page ? `${origin(context.origins, 'app')}/app/${page}/${id}` : null;
}
