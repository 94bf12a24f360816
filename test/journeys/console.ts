import type { Page } from 'playwright-core';

/** What a reader does in the console. */

/** Enters the demo workspace by the button of the first page. */
export async function enterDemo(page: Page, hub: string): Promise<void> {
  await page.goto(hub);
  await page.getByRole('button', { name: 'Enter the demo' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
}

/** Goes to a page by the list at the left; on a narrow screen that list is opened first. */
export async function goTo(page: Page, place: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Open the menu' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation').getByRole('link', { name: place }).click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
}

/** Chooses one of a list. */
export async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Puts a value of the event into a field, from the data panel. */
export async function insertValue(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Insert a value into ${field}` }).click();
  await page.getByPlaceholder('Search values').fill(value);
  await page.getByRole('button', { name: new RegExp(`^${value}`) }).first().click();
  await page.getByPlaceholder('Search values').waitFor({ state: 'detached' });
}
