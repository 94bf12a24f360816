const date = String.raw`\d{4}-\d{2}`;

// HubSpot publishes date versions beside v3 and v4, and some areas under two names; both are served. The left side is
// any of those, the right side how the routes here are written. HubSpot docs and OpenAPI, read 2026-11.
const rewrites: [RegExp, string][] = [
  [new RegExp(`^/oauth/${date}/`), '/oauth/v3/'],
  [new RegExp(`^/crm/objects/${date}/([^/]+)/([^/]+)/associations/`), '/crm/v4/objects/$1/$2/associations/'],
  [new RegExp(`^/crm/associations/(?:${date}|v4)/`), '/crm/v4/associations/'],
  [new RegExp(`^/crm/(objects|properties|pipelines|owners|lists)/${date}(?=/|$)`), '/crm/v3/$1'],
  [new RegExp(`^/crm-object-schemas/(?:${date}|v3)/schemas`), '/crm/v3/schemas'],
  [new RegExp(`^/(?:app-)?webhooks/${date}/`), '/webhooks/v3/'],
  [new RegExp(`^/integrators/timeline/(?:${date}|v3)/`), '/crm/v3/timeline/'],
  [new RegExp(`^/account-info/${date}/`), '/account-info/v3/'],
  [new RegExp(`^/marketing/forms/${date}(?=/|$)`), '/marketing/v3/forms'],
];

/** Paths the API answers, however they are written. */
export const apiPaths =
  /^\/(?:crm|crm-object-schemas|oauth\/(?:v\d|\d{4}-)|webhooks|app-webhooks|integrators|account-info|submissions|form-integrations|marketing)(?:\/|$)/;

/** The path as the routes are written: v3 or v4, without the host's prefix or a last slash. */
export function canonicalPath(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.slice(start).search(/[?#]/);
  const whole = end < 0 ? url.slice(start) : url.slice(start, start + end);
  const path = whole.replace(/^\/hubspot(?=\/)/, '').replace(/(.)\/+$/, '$1');
  for (const [pattern, to] of rewrites) if (pattern.test(path)) return path.replace(pattern, to);
  return path;
}
