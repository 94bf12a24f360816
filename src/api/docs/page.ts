import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { errorStatus } from '#std/errors.ts';
import type { ErrorCode } from '#std/errors.ts';
import type { ApiDocument } from '../openapi.ts';
import { titles } from '../problem.ts';
import { exampleOf } from './example.ts';
import { script, style, table } from './look.ts';
import { anchorOf, plain, pretty, showFields, showOperation } from './operation.ts';
import type { Operation, Reading } from './operation.ts';
import type { Schema } from './schema.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The API's document as a page to read: made here once, with a script of its own and nothing from elsewhere. */
export function docsPage(document: ApiDocument): (c: Context) => Promise<Response> {
  let made: { text: string; packed: Uint8Array<ArrayBuffer> } | null = null;
  return async (c) => {
    if (!made) {
      const text = await pageOf(document);
      made = { text, packed: new Uint8Array(gzipSync(text)) };
    }
    c.header('content-security-policy', policy);
    c.header('content-type', 'text/html; charset=utf-8');
    c.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(made.text);
    c.header('content-encoding', 'gzip');
    return c.body(made.packed);
  };
}

/** Every method of every address of the document, in its order. */
export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Omit<Operation, 'method' | 'path'>>).map(([method, operation]) => ({
      ...operation,
      method,
      path,
    })),
  );
}

async function pageOf(document: ApiDocument): Promise<string> {
  const operations = operationsOf(document);
  const groups = Map.groupBy(operations, ({ tags }) => tags?.[0] ?? '');
  const reading: Reading = {
    shapes: document.components?.schemas ?? {},
    server: document.servers?.[0]?.url ?? '',
  };
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Countersign API</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="sides">
          ${contents(groups)}
          <main id="content" tabindex="-1">
            ${introduction(document, reading)}
            <p id="nothing" class="none" role="status">
              Nothing fits. Search for a part of an address or a word of a summary.
            </p>
            ${[...groups].map(
              ([tag, list]) =>
                html`<section data-group aria-label="${tag}">
                  <h2 id="${tag}">${tag}</h2>
                  ${list.map((operation) => showOperation(operation, reading))}
                </section>`,
            )}
            <section data-group aria-label="Shapes">
              <h2 id="shapes">Shapes</h2>
              ${Object.entries(reading.shapes).map(([name, shape]) => showShape(name, shape, reading))}
            </section>
            ${errors()}
          </main>
        </div>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html>`;
  return page.toString();
}

function contents(groups: Map<string, Operation[]>) {
  return html`<nav aria-label="Contents">
    <input
      type="search"
      id="search"
      placeholder="Search ( / )"
      aria-label="Search the API"
      autocomplete="off"
    />
    <div class="contents">
      ${[...groups].map(
        ([tag, list]) =>
          html`<div data-group>
            <h2>${tag}</h2>
            <ul>
              ${list.map(
                (operation) =>
                  html`<li
                    data-words="${`${operation.method} ${operation.path} ${operation.summary ?? ''} ${tag}`.toLowerCase()}"
                  >
                    <a href="#${anchorOf(operation)}">
                      <span class="m m-${operation.method}">${operation.method.toUpperCase()}</span>
                      ${operation.path.replace(/^\/api(\/w\/\{workspace\})?/, '') || '/'}
                    </a>
                  </li>`,
              )}
            </ul>
          </div>`,
      )}
      <h2>More</h2>
      <ul>
        <li><a href="#shapes">Shapes</a></li>
        <li><a href="#errors">Errors</a></li>
      </ul>
    </div>
  </nav>`;
}

function introduction(document: ApiDocument, { server }: Reading) {
  return html`<h1>Countersign API</h1>
    <p>
      ${plain(document.info.description ?? '')} This page is made from
      <a href="/api/openapi.json">the same document as OpenAPI 3.1</a>, and its examples from the rules the
      hub checks with.
    </p>
    <h4>First call</h4>
    <p>
      Make a key in the console under Settings, API keys. It belongs to one workspace; its role says what it
      may do.
    </p>
    <pre tabindex="0">
export COUNTERSIGN_KEY=csk_…  WORKSPACE=wsp_…
curl -H "Authorization: Bearer $COUNTERSIGN_KEY" "${server}/api/w/$WORKSPACE/runs?status=failed&amp;limit=5"</pre>
    <p>
      Lists come in pages: ask again with <code>cursor</code> from the answer until it is null. A refusal is
      <code>application/problem+json</code> with a <code>code</code> of <a href="#errors">this list</a>; after
      <code>rate_limited</code> wait as <code>Retry-After</code> says.
    </p>`;
}

function showShape(name: string, shape: Schema, { shapes }: Reading) {
  return html`<details class="op" id="shape-${name}" data-words="shape ${name.toLowerCase()}">
    <summary><code>${name}</code></summary>
    <div>
      ${showFields(shape, shapes)}
      <h4>Example</h4>
      <pre tabindex="0">${pretty(exampleOf(shape, shapes, '', [name]))}</pre>
    </div>
  </details>`;
}

function errors() {
  const codes = Object.keys(errorStatus) as ErrorCode[];
  const rows = codes.map(
    (code) =>
      html`<tr id="error-${code}">
        <td>${errorStatus[code]}</td>
        <td><code>${code}</code></td>
        <td>${titles[code]}</td>
      </tr>`,
  );
  return html`<section aria-label="Errors">
    <h2 id="errors">Errors</h2>
    ${table('Error codes', ['Status', 'Code', 'Meaning'], rows)}
  </section>`;
}
