/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** What a reader does in the console. */

/** Enters the demo workspace by the button of the first page. */
export async function enterDemo(page: Page, hub: string): Promise<void> {
  await page.goto(hub);
  await page.getByRole('button', { name: 'Enter the demo' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
}

/** Opens an address of the demo workspace at once: in the session already, without the first page. */
export async function openInDemo(page: Page, hub: string, path: string): Promise<void> {
  const entered = await page.request.post(`${hub}/api/session/demo`, { headers: { origin: hub }, data: {} });
  const { workspaces } = (await entered.json()) as { workspaces: { id: string; demo: boolean }[] };
  const demo = workspaces.find((each) => each.demo);
  await page.goto(`${hub}/w/${demo?.id}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Goes to a page by the list at the left, which is folded away on a narrow screen. */
export async function goTo(page: Page, place: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Open the menu' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
}

/** Follows a link of the page's own part. */
export async function follow(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('main').getByRole('link', { name }).first().click();
}

/** Chooses one of a list. */
export async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Puts a value of the event into a field, from the data panel. */
export async function insertValue(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Insert a value into ${field}` }).click();
  const search = page.getByPlaceholder('Search values');
  await search.fill(value);
  await page
    .getByRole('button', { name: new RegExp(`^${value}`) })
    .first()
    .click();
  await search.waitFor({ state: 'detached' });
}

/** Searches from anywhere, by the keyboard, and goes to the history with what was typed. */
export async function searchHistory(page: Page, text: string, heading = 'History'): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** Waits until this run says that it is completed. */
export async function untilCompleted(page: Page): Promise<void> {
  // The list it was opened from has gone.
  await page.getByRole('main').getByRole('searchbox').waitFor({ state: 'detached' });
  await page.getByRole('main').getByText('Completed', { exact: true }).waitFor();
}

/** Opens a connection's page from the list. */
export async function openConnection(page: Page, name: string): Promise<void> {
  await goTo(page, 'Connections');
  await follow(page, name);
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Connects an account with a token, up to the answer; calls to it may follow one another without a pause. */
export async function connectByToken(
  page: Page,
  account: { app: string; name: string; field: string; token: string },
): Promise<void> {
  await goTo(page, 'Connections');
  await follow(page, 'Add a connection');
  await page.getByRole('heading', { level: 1, name: 'Add a connection' }).waitFor();
  await follow(page, `Connect ${account.app}`);
  await page.getByRole('textbox', { name: account.field, exact: true }).fill(account.token);
  await page.locator('[name="requests_per_minute"]').fill('60000');
  await page.getByRole('textbox', { name: 'Name' }).fill(account.name);
  await page.getByRole('button', { name: 'Test and connect' }).click();
}

/** Fails when a page can be moved sideways. */
export async function assertNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(tooWide, 0, `${what} is ${tooWide} px too wide`);
}

/** Goes on with the Tab key until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never came to ${String(target)}`);
}
