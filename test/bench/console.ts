import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { createAuth } from '../../src/api/auth/auth.ts';
import { addOrganizations } from '../../src/api/auth/accounts.ts';
import { loadSecret } from '../../src/secret.ts';
import { systemClock } from '#std/clock.ts';
import { openBrowser } from '../journeys/browser.ts';
import { fillWithOldRuns } from './old-runs.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';

/**
 * `npm run bench:console -- [--old 1000000] [--data FOLDER]`: how long a person waits. Page changes on warm data (the
 * bar is 100 ms, from the click to the painted page), and what the API takes while the history is scrolled and searched
 * (the bar is 200 ms).
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7100' },
    old: { type: 'string', default: '0' },
    data: { type: 'string' },
  },
});
const person = { name: 'Bench', email: 'bench@countersign.test', password: 'a password of the bench' };
const rounds = 5;
const scrolls = 20;

const port = Number(values.port);
const kept = values.data === undefined ? {} : { dataFolder: resolve(values.data) };
const product = await startProduct({ port, sink: 'http://127.0.0.1:7101/x', ...kept });
const browser = await openBrowser();
try {
  await fillWithOldRuns(product.hub.pool, Number(values.old));
  const workspace = await letIn(product);
  await browser.visit({ locale: 'en-US' }, async (page) => {
    await signIn(page, `http://127.0.0.1:${port}`);
    await page.goto(`http://127.0.0.1:${port}/w/${workspace}`);
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    const changes = await pageChanges(page);
    const history = await historyWaits(page, await someValues(product));
    console.log(JSON.stringify({ pageChangeMs: changes, apiMs: history }, null, 2));
  });
} finally {
  await browser.close();
  await product.stop();
}

/** Makes the person an owner of the workspace with the most runs; gives its id. */
async function letIn({ hub }: Product): Promise<string> {
  const secret = await loadSecret(null, hub.config.dataFolder);
  const auth = createAuth({
    ...{ pool: hub.pool, clock: systemClock, secret, demo: false, warn: () => undefined },
    publicUrl: `http://127.0.0.1:${port}`,
  });
  const { rows } = await hub.pool.query<{ id: string }>(
    'select workspace_id as id from runs tablesample system (0.1) group by 1 order by count(*) desc limit 1',
  );
  const fallback = await hub.pool.query<{ id: string }>('select id from workspaces order by id desc limit 1');
  const id = rows[0]?.id ?? fallback.rows[0]!.id;
  await hub.pool.query('delete from "user" where email = $1', [person.email]);
  await addOrganizations(hub.pool);
  await auth.addPerson(person, id, 'owner');
  return `wsp_${id.replaceAll('-', '')}`;
}

async function signIn(page: Page, hub: string): Promise<void> {
  const data = { email: person.email, password: person.password };
  const answer = await page.request.post(`${hub}/api/session/sign-in`, { headers: { origin: hub }, data });
  if (!answer.ok()) throw new Error(`Signing in was answered ${answer.status()}: ${await answer.text()}`);
}

/** Emails and words of runs that are there. */
async function someValues({ hub }: Product): Promise<string[]> {
  const { rows } = await hub.pool.query<{ title: string }>(
    'select title from events tablesample system (1) where title is not null limit 5',
  );
  const titles = rows.map((row) => row.title);
  return [
    ...titles,
    ...titles.map((title) => `ana.${title.slice(0, 8)}@example.test`),
    'nothing-has-this',
    'contract',
  ];
}

/** From the click until the new page stands painted and waits for nothing more; each page was seen before. */
async function pageChanges(page: Page): Promise<Record<string, ReturnType<typeof spread>>> {
  const places = ['Workflows', 'History', 'Needs attention', 'Connections', 'Settings', 'Home'];
  const taken = new Map<string, number[]>(places.map((place) => [place, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const place of places) {
      const ms = await page.evaluate(changeTo, place);
      if (round > 0) taken.get(place)!.push(ms);
      await page.waitForLoadState('networkidle');
    }
  }
  return Object.fromEntries([...taken].map(([place, all]) => [place, spread(all)]));
}

/** Runs in the page. */
async function changeTo(place: string): Promise<number> {
  const link = [...document.querySelectorAll<HTMLAnchorElement>('nav a')].find(
    (each) => each.textContent?.trim() === place,
  );
  const stands = () =>
    document.querySelector('h1')?.textContent === place && !document.querySelector('main [aria-busy="true"]');
  const begun = performance.now();
  link!.click();
  await new Promise<void>((done) => {
    const look = () =>
      stands() ? requestAnimationFrame(() => setTimeout(done)) : requestAnimationFrame(look);
    look();
  });
  return performance.now() - begun;
}

/** What the requests of the history took while somebody scrolled through it and searched. */
async function historyWaits(page: Page, searched: string[]) {
  const waits = { scroll: [] as number[], search: [] as number[] };
  let into: number[] = waits.scroll;
  page.on('requestfinished', (request) => {
    if (!/\/runs\?/.test(request.url())) return;
    const { requestStart, responseEnd } = request.timing();
    into.push(responseEnd - requestStart);
  });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'History' }).click();
  for (let at = 0; at < scrolls; at += 1) {
    const rows = await page.locator('main li').count();
    await page.waitForFunction(scrolledPast, rows);
  }
  into = waits.search;
  for (const text of searched) {
    const answered = page.waitForResponse((response) =>
      response.url().includes(`q=${encodeURIComponent(text)}`),
    );
    await page.getByRole('main').getByRole('searchbox').first().fill(text);
    await answered;
    await page.waitForLoadState('networkidle');
  }
  return { scroll: spread(waits.scroll), search: spread(waits.search) };
}

/** Runs in the page: scrolls to its end, and tells whether the list has grown. */
function scrolledPast(rows: number): boolean {
  window.scrollTo(0, document.body.scrollHeight);
  return document.querySelectorAll('main li').length > rows;
}

function spread(all: number[]) {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
  return { count: sorted.length, median: at(0.5), most: at(1) };
}
