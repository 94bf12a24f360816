import { html } from 'hono/html';

/** How the reading page looks; light and dark alike, a list of contents beside it from 900 px on. */
export const style = `
:root { color-scheme: light dark; --ink: #2f5290; --text: #262421; --dim: #6a655d; --line: #e8e5df; --soft: #f4f2ee; --page: #ffffff; --get: #1f7a44; --change: #8a5a00; --end: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #8fabd6; --text: #e2dfd9; --dim: #aba69d; --line: #35322e; --soft: #272522; --page: #1b1a18; --get: #5cc285; --change: #e0a63c; --end: #f08a80; } }
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--text); background: var(--page); margin: 0; overflow-wrap: anywhere; }
a { color: var(--ink); } h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 40px 0 8px; text-transform: capitalize; } h3 { font-size: 16px; margin: 0; } h4 { font-size: 14px; margin: 16px 0 4px; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { overflow: auto; max-height: 420px; background: var(--soft); padding: 12px; border-radius: 6px; margin: 4px 0 0; overflow-wrap: normal; }
.skip { position: absolute; left: 8px; top: -60px; padding: 8px 12px; background: var(--page); } .skip:focus { top: 8px; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 1240px; margin: 0 auto; }
nav { padding: 16px; } nav ul { list-style: none; margin: 0; padding: 0; } nav li a { display: block; padding: 4px 8px; border-radius: 6px; text-decoration: none; color: var(--text); font-size: 13px; }
nav li a:hover { background: var(--soft); } nav h2 { font-size: 13px; margin: 16px 8px 4px; color: var(--dim); }
main { padding: 16px; min-width: 0; }
input[type="search"] { width: 100%; font: inherit; padding: 8px 12px; border: 1px solid var(--dim); border-radius: 6px; background: var(--page); color: var(--text); }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 1px; }
details.op { border: 1px solid var(--line); border-radius: 6px; margin: 8px 0; } details.op > summary { padding: 10px 12px; cursor: pointer; list-style-position: outside; margin-left: 20px; }
details.op > summary p { margin: 0; color: var(--dim); } details.op > div { padding: 0 16px 16px; border-top: 1px solid var(--line); }
.m { font-weight: 600; display: inline-block; min-width: 56px; color: var(--change); } .m-get { color: var(--get); } .m-delete { color: var(--end); }
.dim { color: var(--dim); } .none { display: none; } #nothing { padding: 24px 0; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: 6px 16px 6px 0; vertical-align: top; border-bottom: 1px solid var(--line); } th { font-weight: 600; }
.pair { display: grid; gap: 0 16px; grid-template-columns: minmax(0, 1fr); } :target { scroll-margin-top: 16px; }
@media (min-width: 900px) { .sides { grid-template-columns: 280px minmax(0, 1fr); } nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-right: 1px solid var(--line); } main { padding: 24px 32px 80px; } .contents { display: block; } }
@media (max-width: 899px) { details.op, h2 { scroll-margin-top: 88px; } .contents { display: none; } nav { position: sticky; top: 0; background: var(--page); border-bottom: 1px solid var(--line); z-index: 2; } }
@media (min-width: 1200px) { .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
`;

/** Searches what is on the page, opens what an address names, and knows the key `/`. It asks nobody anything. */
export const script = `
const field = document.getElementById('search');
const nothing = document.getElementById('nothing');
const parts = [...document.querySelectorAll('[data-words]')];
const groups = [...document.querySelectorAll('[data-group]')];
function search() {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let found = 0;
  for (const part of parts) {
    const fits = words.every((word) => part.dataset.words.includes(word));
    part.classList.toggle('none', !fits);
    if (fits) found++;
  }
  for (const group of groups) group.classList.toggle('none', !group.querySelector('[data-words]:not(.none)'));
  nothing.classList.toggle('none', found > 0);
}
field.addEventListener('input', search);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== field) { event.preventDefault(); field.focus(); }
  if (event.key === 'Escape' && document.activeElement === field) { field.value = ''; search(); }
});
function openNamed() {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.tagName === 'DETAILS') { named.open = true; named.scrollIntoView(); }
}
addEventListener('hashchange', openNamed);
document.querySelector('nav').addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (link && link.hash === location.hash) openNamed();
});
openNamed();
`;

/** A table that scrolls by itself where it is wider than the page. `rows` are `tr`. */
export function table(label: string, heads: string[], rows: unknown[]) {
  return html`<div class="table" tabindex="0" role="group" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
