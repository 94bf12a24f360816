import type { Page } from 'playwright-core';

/** What people see in RD Station CRM's pages. */

/** Opens a deal from its card on the board. */
export async function openDeal(
  page: Page,
  emulators: string,
  place: { pipeline: string; stage: string; title: string },
): Promise<void> {
  await openBoard(page, emulators, place.pipeline);
  const column = page.getByRole('region', { name: 'Etapas do funil' }).locator('section', {
    has: page.getByRole('heading', { name: place.stage }),
  });
  await column.getByRole('link', { name: place.title, exact: true }).click();
}

/** Opens the board of a pipeline. */
export async function openBoard(page: Page, emulators: string, pipeline: string): Promise<void> {
  await page.goto(`${emulators}/rdstation/`);
  await page.getByRole('combobox', { name: 'Funil' }).selectOption(pipeline);
  await page.getByRole('button', { name: 'Filtrar' }).click();
  await page.getByRole('heading', { name: `Funil de Vendas: ${pipeline}` }).waitFor();
}

/** Names and e-mails on the deal's tab Contatos. */
export async function contactsOfDeal(page: Page): Promise<string[]> {
  await page.getByRole('link', { name: 'Contatos', exact: true }).last().click();
  const rows = await page.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 2).join(' · ')),
  );
}

/** Token of a user, made on the page "Perfil". */
export async function makeToken(page: Page, emulators: string, user: string): Promise<string> {
  await page.goto(`${emulators}/rdstation/`);
  await page.getByRole('link', { name: 'Perfil' }).click();
  const card = page.locator('section', { has: page.getByRole('heading', { name: user }) });
  const make = card.getByRole('button', { name: 'Gerar token' });
  if (await make.isVisible()) await make.click();
  return (await card.locator('code.secret').textContent()) ?? '';
}
