import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { insertValue, pick, tabTo } from './console.ts';

/** The guide for a new workflow, by the pointer and by the keyboard. */

const next = (page: Page) => page.getByRole('button', { name: 'Continue' });

/** The first three steps: what starts it, what is done, with which accounts. */
export async function chooseBothSides(
  page: Page,
  accounts: { clicksign: string; rdstation: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Clicksign', exact: true }).click();
  await page.getByRole('radio', { name: 'Document signed', exact: true }).check();
  assert.ok(await page.getByRole('radio', { name: 'When everyone has signed' }).isChecked());
  await page.getByRole('radio', { name: 'At each signature' }).check();
  await next(page).click();
  await page.getByRole('button', { name: 'RD Station CRM', exact: true }).click();
  await page.getByRole('radio', { name: 'Create or update a deal' }).check();
  await next(page).click();
  await pick(page, 'Clicksign account', accounts.clicksign);
  await pick(page, 'RD Station CRM account', accounts.rdstation);
  await next(page).click();
}

/** The fourth step. On the way it sees that another pipeline takes the stage away and offers its own stages. */
export async function choosePlace(page: Page, place: { pipeline: string; stage: string }): Promise<void> {
  const stage = page.getByRole('combobox', { name: 'Stage', exact: true });
  await pick(page, 'Pipeline', place.pipeline);
  await pick(page, 'Stage', place.stage);
  assert.equal(await stage.inputValue(), place.stage);
  await pick(page, 'Pipeline', 'Funil Padrão');
  assert.equal(await stage.inputValue(), '');
  await page.getByText('Emptied, because “Pipeline” changed.').waitFor();
  await pick(page, 'Pipeline', place.pipeline);
  await stage.click();
  const offered = await page.getByRole('option').allTextContents();
  assert.deepEqual(offered, ['Proposta', 'Em assinatura', 'Contrato assinado']);
  await page.getByRole('option', { name: place.stage }).click();
  await next(page).click();
}

/** The fifth step: title and contact, from the data panel. */
export async function chooseFields(page: Page): Promise<void> {
  await insertValue(page, 'Title', 'File name');
  await page.keyboard.type(' - ');
  await insertValue(page, 'Title', 'Company');
  await insertValue(page, 'Contact email', 'Signer’s email');
  await insertValue(page, 'Contact name', 'Signer’s name');
}

/** The whole guide by the keyboard alone, up to a title with a value of the event in it. */
export async function guideByKeyboard(page: Page): Promise<void> {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const onButton = async (name: string) => {
    await tabTo(page, page.getByRole('button', { name, exact: true }));
    await press('Enter');
  };
  const firstOf = async (label: string) => {
    const list = page.getByRole('combobox', { name: label, exact: true });
    await tabTo(page, list);
    await press('Enter');
    await page.getByRole('option').first().waitFor();
    await press('ArrowDown', 'Enter');
    assert.notEqual(await list.inputValue(), '', label);
  };
  for (const app of ['Clicksign', 'RD Station CRM']) {
    await onButton(app);
    await tabTo(page, page.getByRole('radio').first());
    await press('Space');
    await onButton('Continue');
  }
  await firstOf('Clicksign account');
  await firstOf('RD Station CRM account');
  await onButton('Continue');
  await firstOf('Pipeline');
  await firstOf('Stage');
  await onButton('Continue');
  await tabTo(page, page.getByRole('textbox', { name: 'Title' }));
  await page.keyboard.type('Deal of {{');
  await page.getByPlaceholder('Search values').waitFor();
  await page.keyboard.type('company');
  await press('Tab', 'Enter');
}
