/// <reference lib="dom" />
/**
 * Takes a picture of every page of the console, filled by a story, into `docs/screenshots`.
 * Run: `node test/screenshots/take.ts [part of a name] [folder]`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createTestDatabase } from '../support/database.ts';
import { openBrowser, type JourneyBrowser, type View } from '../journeys/browser.ts';
import { startProduct, type Product } from '../journeys/product.ts';
import { owner } from './office.ts';
import { reducePng } from './reduce.ts';
import { openScreens, ownScreens, type Screen } from './screens.ts';
import { tellStory, type Story } from './story.ts';
import { wordsOf } from './words.ts';

/** How long one thing of a page may take, in milliseconds. */
const patienceMs = 30_000;
const root = join(import.meta.dirname, '../..');
const [only = '', folder = join(root, 'docs/screenshots')] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

/** A way of looking: how the pictures' names end, and which screens are looked at so. */
interface Look extends View {
  ending: string;
  language: string;
  of?: RegExp;
}

const handful =
  /^(home|workflow-step-4|workflows|run-failed|run-parked|attention|notices|connection|settings|members|sign-in|audit)$/;
const looks: Look[] = [
  { ending: '1280-light', width: 1280, colorScheme: 'light', language: 'en' },
  { ending: '390-light', width: 390, colorScheme: 'light', language: 'en' },
  { ending: '390-light-de', width: 390, colorScheme: 'light', language: 'de', of: handful },
  { ending: '390-light-pt-BR', width: 390, colorScheme: 'light', language: 'pt-BR', of: handful },
  { ending: '1280-dark', width: 1280, colorScheme: 'dark', language: 'en' },
  { ending: '390-dark', width: 390, colorScheme: 'dark', language: 'en' },
];

const height = { usual: 800, most: 1_600 };

/** One picture: the whole page where it is not too long, the window where a dialog is open. */
async function take(page: Page, hub: string, screen: Screen, ending: string): Promise<void> {
  const { width } = page.viewportSize()!;
  await page.setViewportSize({ width, height: height.usual });
  await page.goto(hub + screen.path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await untilRead(page);
  await screen.act?.(page);
  await untilRead(page);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) say(`  ${screen.name}-${ending}: ${wide} px too wide`);
  // Higher instead of `fullPage`: what is as high as the window stays so.
  if ((await page.getByRole('dialog').count()) === 0) {
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(Math.max(tall, height.usual), height.most) });
  }
  const picture = await page.screenshot({ animations: 'disabled' });
  writeFileSync(join(folder, `${screen.name}-${ending}.png`), reducePng(picture));
  say(`${screen.name}-${ending}`);
}

/** Waits until nothing is being read. */
async function untilRead(page: Page): Promise<void> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function takeAll(browser: JourneyBrowser, product: Product, story: Story, look: Look): Promise<void> {
  const wanted = ({ name }: Screen) => name.includes(only) && (look.of?.test(name) ?? true);
  const view = { ...look, locale: look.language };
  const each = async (page: Page, screens: Screen[]) => {
    page.setDefaultTimeout(patienceMs);
    for (const screen of screens.filter(wanted)) {
      await take(page, product.hub, screen, look.ending).catch((error: Error) =>
        say(`  ${screen.name}-${look.ending} FAILED: ${error.message.slice(0, 300)}`),
      );
    }
  };
  await browser.visit(view, (page) => each(page, openScreens(story)));
  await browser.visit(view, async (page) => {
    const origin = { origin: product.hub };
    const { email, password } = owner;
    await page.request.post(`${product.hub}/api/session/sign-in`, {
      headers: origin,
      data: { email, password },
    });
    await each(page, ownScreens(story, wordsOf(look.language)));
  });
}

mkdirSync(folder, { recursive: true });
const database = await createTestDatabase();
const settings = { DATABASE_URL: database.connectionString, COUNTERSIGN_SECRET: 'a'.repeat(40) };
const [product, browser] = await Promise.all([
  startProduct({ ...settings, COUNTERSIGN_LOG: 'warn' }),
  openBrowser(),
]);
try {
  const story = await tellStory(product);
  for (const look of looks) await takeAll(browser, product, story, look);
} finally {
  await Promise.all([browser.close(), product.stop()]);
  await database[Symbol.asyncDispose]();
}
