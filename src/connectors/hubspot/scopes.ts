/** What the connection is used for, and the scopes each needs. Of each inner list one is enough. */
interface Feature {
  key: string;
  scopes: string[][];
}

const rights = (noun: string): string[][] => [[`crm.objects.${noun}.read`], [`crm.objects.${noun}.write`]];

/**
 * Features of this connector by scope. Source: HubSpot docs "Scopes", read 2026-11; those of forms and lists are not
 * confirmed.
 */
export const features: Feature[] = [
  { key: 'contacts', scopes: rights('contacts') },
  { key: 'companies', scopes: rights('companies') },
  { key: 'deals', scopes: rights('deals') },
  { key: 'tickets', scopes: [['tickets']] },
  { key: 'line_items', scopes: [['crm.objects.line_items.read', 'e-commerce']] },
  { key: 'custom_objects', scopes: [['crm.objects.custom.read'], ['crm.schemas.custom.read']] },
  {
    key: 'properties',
    scopes: ['contacts', 'companies', 'deals'].map((noun) => [`crm.schemas.${noun}.read`]),
  },
  { key: 'deal_key', scopes: [['crm.schemas.deals.write']] },
  { key: 'owners', scopes: [['crm.objects.owners.read', 'automation']] },
  { key: 'lists', scopes: [['crm.lists.read'], ['crm.lists.write']] },
  { key: 'forms', scopes: [['forms']] },
  { key: 'timeline', scopes: [['timeline']] },
];

/** Without these nobody can connect; they must be ticked as required on the app, or HubSpot shows an error. */
export const requiredScopes = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((noun) => rights(noun).flat()),
];

/** Asked for as well; an account whose plan lacks one is connected without it. */
export const optionalScopes = [
  ...new Set(features.flatMap(({ scopes }) => scopes.map(([first]) => first!))),
].filter((scope) => !requiredScopes.includes(scope));

/** The scopes that each feature lacks; features that lack none are left out. */
export function missingScopes(granted: readonly string[]): Record<string, string[]> {
  const has = new Set(granted);
  const lacking = features.map(({ key, scopes }): [string, string[]] => [
    key,
    scopes.filter((anyOf) => !anyOf.some((scope) => has.has(scope))).map(([first]) => first!),
  ]);
  return Object.fromEntries(lacking.filter(([, scopes]) => scopes.length > 0));
}
