import type { Page } from 'playwright-core';
import { eventually } from './waiting.ts';

/** What people see in RD Station CRM's pages. */

/** Where a deal stands on the board. */
export interface Place {
  pipeline: string;
  stage: string;
  title: string;
}

/** Opens a deal from its card on the board. False: no such card. Fails when there are several. */
export async function openDeal(page: Page, emulators: string, place: Place): Promise<boolean> {
  await openBoard(page, emulators, place.pipeline);
  const column = page.getByRole('region', { name: 'Etapas do funil' }).locator('section', {
    has: page.getByRole('heading', { name: place.stage }),
  });
  const cards = column.getByRole('link', { name: place.title, exact: true });
  if ((await cards.count()) === 0) return false;
  await cards.click();
  await page.getByRole('heading', { level: 1, name: place.title }).waitFor();
  return true;
}

/** Names and e-mails of a deal's contacts, in order, once there are so many. */
export function contactsOf(page: Page, emulators: string, place: Place, count: number): Promise<string[]> {
  return eventually(`${count} contacts of ${place.title}`, async () => {
    if (!(await openDeal(page, emulators, place))) return null;
    const contacts = await contactsOfDeal(page);
    return contacts.length >= count && contacts.toSorted();
  });
}

/** Opens the board of a pipeline. */
async function openBoard(page: Page, emulators: string, pipeline: string): Promise<void> {
  await page.goto(`${emulators}/rdstation/`);
  await page.getByRole('combobox', { name: 'Funil' }).selectOption(pipeline);
  await page.getByRole('button', { name: 'Filtrar' }).click();
  await page.getByRole('heading', { name: `Funil de Vendas: ${pipeline}` }).waitFor();
}

/** Names and e-mails on the deal's tab Contatos. */
async function contactsOfDeal(page: Page): Promise<string[]> {
  await page.getByRole('link', { name: 'Contatos', exact: true }).last().click();
  const rows = await page.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 2).join(' · ')),
  );
}

/** Makes a token for a user on the page "Perfil" and copies it. One they had before is taken back. */
export async function makeToken(page: Page, emulators: string, user: string): Promise<string> {
  await page.goto(`${emulators}/rdstation/`);
  await page.getByRole('link', { name: 'Perfil' }).click();
  const card = page.locator('section', { has: page.getByRole('heading', { name: user }) });
  const revoke = card.getByRole('button', { name: 'Revogar token' });
  if (await revoke.isVisible()) await revoke.click();
  await card.getByRole('button', { name: 'Gerar token' }).click();
  return (await card.locator('code.secret').textContent()) ?? '';
}
