import type { Page } from 'playwright-core';
import { DEMO_CLICKSIGN_ACCOUNT_KEY } from '#connectors/clicksign/emulator/demo.ts';
import type { Product } from './product.ts';

/** What people do in Clicksign's pages: the one who sends a document, and those who sign it. */

export interface Signer {
  name: string;
  email: string;
}

/**
 * Uploads a document, adds its signers with a token by e-mail, and sends it.
 * @returns the envelope's path
 */
export async function sendDocument(
  page: Page,
  emulators: string,
  document: { name: string; company: string; signers: Signer[] },
): Promise<string> {
  await page.goto(`${emulators}/clicksign/`);
  await page.getByRole('main').getByRole('link', { name: 'Adicionar documentos' }).click();
  await page.getByLabel('Nome do arquivo').fill(document.name);
  await page.getByLabel('Nome do campo').fill('empresa');
  await page.getByLabel('Valor do campo').fill(document.company);
  await page.getByRole('button', { name: 'Continuar' }).click();
  for (const signer of document.signers) {
    await page.getByLabel('Nome completo').fill(signer.name);
    await page.getByLabel('E-mail', { exact: true }).fill(signer.email);
    await page.getByLabel('Autenticação').selectOption('Token via e-mail');
    await page.getByRole('button', { name: 'Adicionar signatário' }).click();
    await page.getByRole('cell', { name: signer.email }).waitFor();
  }
  await page.getByRole('link', { name: 'Assinar/Enviar' }).click();
  await page.getByRole('button', { name: 'Enviar para assinatura' }).click();
  await page.getByRole('link', { name: 'Acompanhar envelope' }).click();
  await page.getByText('Em andamento').first().waitFor();
  return new URL(page.url()).pathname;
}

/**
 * A document that is out for signature, without pages.
 * @param signed how many of the signers have signed already
 * @returns the document's key
 */
export async function sendQuickly(
  product: Product,
  document: { name: string; company: string; signers: Signer[]; signed?: number },
): Promise<string> {
  const made = await product.control<{ document_key: string }>('clicksign', 'POST', '/quick-sign', {
    account_key: DEMO_CLICKSIGN_ACCOUNT_KEY,
    name: document.name,
    metadata: { empresa: document.company },
    signers: document.signers,
    sign: document.signed ?? 0,
  });
  return made.document_key;
}

/** Signs with what the emulator takes for granted, without pages. */
export async function signQuickly(product: Product, documentKey: string, email: string): Promise<void> {
  await product.control('clicksign', 'POST', '/sign', { document_key: documentKey, email });
}

/** Follows the mail that asks somebody to sign, signs with the token from the second mail, and finishes. */
export async function signByMail(page: Page, emulators: string, signer: Signer): Promise<void> {
  await openNewestMail(page, emulators, signer.email);
  await page.getByRole('link', { name: 'Visualizar para assinar' }).click();
  await page.getByRole('button', { name: 'Assinar', exact: true }).click();
  await page.getByRole('button', { name: 'Avançar' }).click();
  const form = page.url();
  await openNewestMail(page, emulators, signer.email);
  const token = await page.locator('#token').textContent();
  await page.goto(form);
  await page.getByLabel('Token').fill(token ?? '');
  await page.getByRole('button', { name: 'Finalizar' }).click();
  await page.getByText('Documento assinado').waitFor();
}

async function openNewestMail(page: Page, emulators: string, to: string): Promise<void> {
  await page.goto(`${emulators}/clicksign/caixa-de-entrada`);
  await page.getByLabel('Destinatário').fill(to);
  await page.getByRole('button', { name: 'Filtrar' }).click();
  await page.getByRole('row', { name: to }).first().getByRole('link').click();
}

/** Makes an access token on "Configurações → API" and copies it. */
export async function makeToken(page: Page, emulators: string, description: string): Promise<string> {
  await page.goto(`${emulators}/clicksign/`);
  await page.getByRole('link', { name: 'Configurações → API' }).click();
  await page.getByLabel('Descrição').fill(description);
  await page.getByRole('button', { name: 'Gerar acesso' }).click();
  return (await page.locator('#access-token').textContent()) ?? '';
}
