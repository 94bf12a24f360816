import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { pageStyle } from './style.ts';

/** Escaped HTML, made with `html` from hono/html. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  /** The vendor's name as people know it. */
  vendor: string;
  /** BCP 47 language of the page, e.g. "pt-BR". */
  lang: string;
  /** The vendor's accent colour, a CSS colour dark enough for white text. */
  accent: string;
  title: string;
  /** Links of the head bar. */
  nav: { href: string; text: string; current?: boolean }[];
  body: Html;
  /** The text of the strip at the top; by default that this is an emulator of the vendor. */
  strip?: string;
  /** A short message above the body, e.g. after a form was sent. */
  notice?: { kind: 'good' | 'bad'; text: string } | undefined;
}

/** The whole page: a strip that says it is an emulator, the vendor's head bar, a main part. */
export function page(parts: Page): Html {
  return html`<!doctype html>
    <html lang="${parts.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title} · ${parts.vendor} (emulator)</title>
        <style>
          ${raw(`:root{--accent:${parts.accent}}${pageStyle}`)}
        </style>
      </head>
      <body>
        <aside class="strip" lang="en" aria-label="Emulator">
          ${parts.strip ?? `Emulator of ${parts.vendor} — nothing here is real`}
        </aside>
        <header>
          <strong class="brand">${parts.vendor}</strong>
          <nav>
            ${parts.nav.map(
              (link) =>
                html`<a href="${link.href}" ${link.current ? raw('aria-current="page"') : ''}
                  >${link.text}</a
                >`,
            )}
          </nav>
        </header>
        <main>
          <h1>${parts.title}</h1>
          ${parts.notice ? html`<p class="notice ${parts.notice.kind}" role="status">${parts.notice.text}</p>` : ''}
          ${parts.body}
        </main>
      </body>
    </html>`;
}

export interface Field {
  name: string;
  label: string;
  /** An input type; "text" when absent. */
  type?: string;
  value?: string;
  required?: boolean;
  /** A short explanation under the label. */
  hint?: string;
  /** For autofill, e.g. "off". */
  autocomplete?: string;
}

/** A labelled input. */
export function field(options: Field): Html {
  const { name, label, type = 'text', value = '', required = false, hint, autocomplete } = options;
  return html`<label class="field">
    <span>${label}</span>
    ${hint ? html`<small>${hint}</small>` : ''}
    <input
      name="${name}"
      type="${type}"
      value="${value}"
      ${required ? raw('required') : ''}
      ${autocomplete ? html`autocomplete="${autocomplete}"` : ''}
    />
  </label>`;
}

/** A labelled select; options are pairs of value and text. */
export function choice(
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  selected = '',
): Html {
  return html`<label class="field">
    <span>${label}</span>
    <select name="${name}">
      ${options.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === selected ? raw('selected') : ''}>${text}</option>`,
      )}
    </select>
  </label>`;
}

/** A labelled checkbox. */
export function check(
  name: string,
  label: string,
  options: { value?: string; checked?: boolean } = {},
): Html {
  return html`<label class="check">
    <input
      type="checkbox"
      name="${name}"
      value="${options.value ?? 'true'}"
      ${options.checked ? raw('checked') : ''}
    />
    <span>${label}</span>
  </label>`;
}

/** A table that scrolls sideways on a narrow screen; says `empty` when there are no rows. */
export function table(heads: string[], rows: Html[][], empty: string): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => (head === '' ? html`<td></td>` : html`<th scope="col">${head}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
