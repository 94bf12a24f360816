import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { errorStatus } from '#std/errors.ts';
import type { ErrorCode } from '#std/errors.ts';
import type { ApiDocument } from './openapi.ts';
import { titles } from './problem.ts';

const style = `
body { font: 15px/1.5 system-ui, sans-serif; color: #1c1b1a; background: #fbfaf8; max-width: 960px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 26px; } h2 { font-size: 19px; margin: 32px 0 8px; border-bottom: 1px solid #dcd8d2; }
details { border: 1px solid #dcd8d2; border-radius: 6px; margin: 6px 0; background: #fff; }
summary { padding: 8px 12px; cursor: pointer; } details > div { padding: 0 12px 12px; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow: auto; background: #f3f1ed; padding: 8px; border-radius: 6px; }
b.m { display: inline-block; width: 64px; color: #23467a; } .q { color: #6a655e; }
table { border-collapse: collapse; } td, th { text-align: left; padding: 4px 16px 4px 0; vertical-align: top; }
@media (prefers-color-scheme: dark) { body { color: #e8e5e0; background: #1b1a19; } details { background: #242322; border-color: #3c3a37; } pre { background: #2c2b29; } b.m { color: #8fb4ec; } h2 { border-color: #3c3a37; } .q { color: #a39d94; } }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

/** The API's document as a page to read: made here, without scripts and without anything from elsewhere. */
export function docsPage(c: Context, document: ApiDocument): Response | Promise<Response> {
  c.header('content-security-policy', policy);
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? ''))];
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Countersign API</title>
          <style>
            ${raw(style)}
          </style>
        </head>
        <body>
          <h1>Countersign API</h1>
          <p>
            ${document.info.description} Send a key of the workspace as
            <code>Authorization: Bearer csk_…</code>. The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.
          </p>
          ${tags.map(
            (tag) =>
              html`<h2>${tag}</h2>
                ${operations.filter(({ operation }) => operation.tags?.[0] === tag).map(oneOperation)}`,
          )}
          <h2>Shapes</h2>
          ${Object.entries(document.components?.schemas ?? {}).map(oneShape)}
          <h2>Errors</h2>
          <table>
            ${(Object.keys(errorStatus) as ErrorCode[]).map(
              (code) =>
                html`<tr id="error-${code}">
                  <td>${errorStatus[code]}</td>
                  <td><code>${code}</code></td>
                  <td>${titles[code]}</td>
                </tr>`,
            )}
          </table>
        </body>
      </html>`,
  );
}

function operationsOf(document: ApiDocument): { method: string; path: string; operation: Operation }[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      method,
      path,
      operation,
    })),
  );
}

function oneOperation({ method, path, operation }: ReturnType<typeof operationsOf>[number]) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const [status, answer] =
    Object.entries(operation.responses ?? {}).find(([code]) => code !== 'default') ?? [];
  const shape = answer?.content?.['application/json']?.schema;
  return html`<details>
    <summary>
      <b class="m">${method.toUpperCase()}</b> <code>${path}</code>
      <span class="q">${operation.summary}</span>
    </summary>
    <div>
      <p>${operation.description ?? ''}</p>
      ${query.length > 0 ? html`<p>Query: ${query.map(({ name }) => html`<code>${name}</code> `)}</p>` : ''}
      ${
        body
          ? html`<p>Body</p>
              <pre>${pretty(body)}</pre>`
          : ''
      }
      <p>Answer ${status}</p>
      ${shape ? html`<pre>${pretty(shape)}</pre>` : ''}
    </div>
  </details>`;
}

function oneShape([name, shape]: [string, unknown]) {
  return html`<details id="shape-${name}">
    <summary><code>${name}</code></summary>
    <div><pre>${pretty(shape)}</pre></div>
  </details>`;
}

const pretty = (value: unknown) => JSON.stringify(value, null, 2);
