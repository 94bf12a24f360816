import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** How a reader looks at the pages. */
export interface View {
  /** CSS pixels; 1280 when left out. */
  width?: number;
  colorScheme?: 'light' | 'dark';
  /** Null: whatever the browser takes from its environment. American English when left out. */
  locale?: string | null;
}

/** A real browser for one test file. */
export interface JourneyBrowser {
  /**
   * Walks through pages as one reader with a fresh profile. What goes wrong carries the path of a screenshot, and an
   * error a page's script threw fails the walk too.
   */
  visit<Result>(view: View, walk: (page: Page) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** How long a page may take for one thing before that counts as broken, in milliseconds. */
const patienceMs = 60_000;

export async function openBrowser(): Promise<JourneyBrowser> {
  const browser = await browsers.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own: they switch web security off.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    headless: true,
    // Without a language of its own, so that `locale: null` is the same everywhere.
    env: { ...process.env, LC_ALL: 'C' },
  });
  return {
    visit: (view, walk) => visit(browser, view, walk),
    close: () => browser.close(),
  };
}

async function visit<Result>(
  browser: Browser,
  { width = 1280, colorScheme = 'light', locale = 'en-US' }: View,
  walk: (page: Page) => Promise<Result>,
): Promise<Result> {
  const options: BrowserContextOptions = {
    viewport: { width, height: width < 600 ? 844 : 800 },
    colorScheme,
    reducedMotion: 'reduce',
    ...(locale === null ? {} : { locale }),
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patienceMs);
  const thrown: Error[] = [];
  context.on('weberror', (event) => thrown.push(event.error()));
  const refused: string[] = [];
  context.on('response', (answer) => {
    if (answer.status() >= 400) {
      refused.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    }
  });
  const page = await context.newPage();
  try {
    const result = await walk(page);
    if (thrown[0]) throw thrown[0];
    return result;
  } catch (error) {
    throw await withScreenshot(context.pages().at(-1) ?? page, thrown[0] ?? (error as Error), refused);
  } finally {
    await context.close();
  }
}

/** The same error; its message says where the reader was, and where a picture of it is. */
async function withScreenshot(page: Page, error: Error, refused: string[]): Promise<Error> {
  const path = join(mkdtempSync(join(tmpdir(), 'countersign-journey-')), 'failed.png');
  const picture = await page.screenshot({ path, fullPage: true }).then(
    () => path,
    (fault: Error) => `none (${fault.message})`,
  );
  const answers = refused.slice(-5).join('\n') || 'none';
  const message = `${error.message}\nAt: ${page.url()}\nRefused: ${answers}\nScreenshot: ${picture}\n`;
  if (error.stack) error.stack = error.stack.replace(error.message, () => message);
  error.message = message;
  return error;
}
