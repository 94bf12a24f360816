/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { owner } from '../screenshots/office.ts';
import { openScreens, ownScreens, type Screen } from '../screenshots/screens.ts';
import { tellStory, type Names, type Story } from '../screenshots/story.ts';
import { wordsOf } from '../screenshots/words.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';

const word = 'Rahmenvertragsverlängerungsvereinbarung';
/** As long as they may be, once as one word and once as many. */
const oneWord = (start: string, length: number) => start + word.repeat(10).slice(0, length - start.length);
const words = (start: string, length: number) =>
  start +
  `${word} `
    .repeat(10)
    .slice(0, length - start.length)
    .trim();
const names: Names = {
  workspace: words('ACME ', 100),
  clicksign: oneWord('Clicksign-', 100),
  rdstation: words('RD Station ', 100),
  branch: oneWord('RD-', 100),
  workflow: oneWord('Vertrag', 200),
  document: `${oneWord('Contrato_', 296)}.pdf`,
  company: words('ACME ', 200),
  member: oneWord('Bruno', 200),
};

let database: TestDatabase;
let product: Product;
let browser: JourneyBrowser;
let story: Story;

before(async () => {
  database = await createTestDatabase();
  const settings = { DATABASE_URL: database.connectionString, COUNTERSIGN_SECRET: 'a'.repeat(40) };
  [product, browser] = await Promise.all([startProduct(settings), openBrowser()]);
  story = await tellStory(product, names);
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
  await database[Symbol.asyncDispose]();
});

/** Texts that are cut off and that nothing shows in full: no `title` on them or around them, nothing to scroll. */
function cutTexts(): string[] {
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const isCut = (element: HTMLElement) => {
    const style = getComputedStyle(element);
    if (element.clientWidth <= 1 || style.visibility === 'hidden') return false;
    const hides = style.overflowX !== 'visible' && !scrolls(element);
    const clamped = style.webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight + 1;
    const outside = element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element);
    return clamped || outside || (hides && element.scrollWidth > element.clientWidth + 1);
  };
  const speaks = (element: HTMLElement) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  return [...document.body.querySelectorAll<HTMLElement>('*')]
    .filter((element) => !element.closest('option, script, style, [title], [inert], [aria-hidden="true"]'))
    .filter((element) => speaks(element) && isCut(element))
    .map((element) => `<${element.tagName.toLowerCase()}> ${element.textContent?.slice(0, 60)}`);
}

/** What does not fit on some of these screens, each by the screen's name. */
async function faultsOf(page: Page, screens: Screen[]): Promise<string[]> {
  const faults: string[] = [];
  for (const screen of screens) {
    await page.goto(product.hub + screen.path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    await screen.act?.(page);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wide > 0) faults.push(`${screen.name} is ${wide} px too wide`);
    for (const text of await page.evaluate(cutTexts)) faults.push(`${screen.name} cuts ${text}`);
  }
  return faults;
}

const view = { width: 390, locale: 'de' };

describe('in German at 390 px, with names as long as they may be', () => {
  test('pages for whoever is not signed in fit, and cut nothing off', () =>
    browser.visit(view, async (page) => {
      assert.deepEqual(await faultsOf(page, openScreens(story)), []);
    }));

  test('pages of the workspace fit, and cut nothing off', () =>
    browser.visit(view, async (page) => {
      const { email, password } = owner;
      const headers = { origin: product.hub };
      await page.request.post(`${product.hub}/api/session/sign-in`, { headers, data: { email, password } });
      assert.deepEqual(await faultsOf(page, ownScreens(story, wordsOf('de'))), []);
    }));
});
