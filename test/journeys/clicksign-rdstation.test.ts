import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_CLICKSIGN_ACCOUNT_KEY } from '#connectors/clicksign/emulator/demo.ts';
import { DEMO_RDSTATION_TOKEN } from '#connectors/rdstation/emulator/demo.ts';
import { openBrowser, type JourneyBrowser, type View } from './browser.ts';
import * as clicksign from './clicksign.ts';
import {
  assertNoSidewaysScroll,
  enterDemo,
  follow,
  goTo,
  insertValue,
  openConnection,
  pick,
  searchHistory,
  tabTo,
  untilCompleted,
} from './console.ts';
import { startProduct, type Product } from './product.ts';
import * as rdstation from './rdstation.ts';
import { eventually } from './waiting.ts';

let product: Product;
let browser: JourneyBrowser;
before(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
});
after(async () => {
  await Promise.all([browser.close(), product.stop()]);
});

const maria = { name: 'Maria Silva', email: 'maria@acme.com.br' };
const joao = { name: 'João Souza', email: 'joao@acme.com.br' };
const file = 'Contrato de Prestação.pdf';
const company = 'ACME Ltda';
const place = { pipeline: 'Vendas', stage: 'Contrato assinado' };
const workflow = 'Signed → deal';

/** Walks through the console as somebody who has just entered the demo. */
const inDemo = (walk: (page: Page) => Promise<void>, view: View = {}) =>
  browser.visit(view, async (page) => {
    await enterDemo(page, product.hub);
    await walk(page);
  });

/** A document that is out for signature, made without pages; gives its key. */
async function sendQuickly(name: string, signers: clicksign.Signer[], sign = 0): Promise<string> {
  const made = await product.control<{ document_key: string }>('clicksign', 'POST', '/quick-sign', {
    account_key: DEMO_CLICKSIGN_ACCOUNT_KEY,
    ...{ name, signers, sign, metadata: { empresa: company } },
  });
  return made.document_key;
}

/** The deal's contacts, once there are so many. */
const contactsOf = (page: Page, title: string, count: number) =>
  eventually(`${count} contacts of ${title}`, async () => {
    await rdstation.openDeal(page, product.emulators, { ...place, title });
    const contacts = await rdstation.contactsOfDeal(page);
    return contacts.length >= count && contacts.toSorted();
  });

describe('from a signature in Clicksign to a deal in RD Station CRM', () => {
  test('the workflow of the demo is paused, so that only a new one runs', () =>
    inDemo(async (page) => {
      await goTo(page, 'Workflows');
      await follow(page, /Contract signed/);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Resume' }).waitFor();
    }));

  test('a workflow is made in five steps, with a live preview, and published', () =>
    inDemo(async (page) => {
      await goTo(page, 'Workflows');
      await follow(page, 'New workflow');
      await chooseBothSides(page);
      await choosePlace(page);
      await insertValue(page, 'Title', 'File name');
      await page.keyboard.type(' - ');
      await insertValue(page, 'Title', 'Company');
      await insertValue(page, 'Contact email', 'Signer’s email');
      await insertValue(page, 'Contact name', 'Signer’s name');
      const title = page.getByRole('textbox', { name: 'Title' });
      assert.equal(await title.inputValue(), '{{ document.filename }} - {{ document.company }}');
      const preview = page.getByRole('complementary', { name: 'Preview' });
      for (const text of [`${file} - ${company}`, ...Object.values(maria), ...Object.values(place)])
        await preview.getByText(text, { exact: true }).waitFor();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(workflow);
      await page.getByRole('button', { name: 'Publish' }).click();
      await page.getByText('Running, version 1.').waitFor();
    }));

  test('a document sent and signed becomes a deal with the signer as its contact', () =>
    browser.visit({}, async (page) => {
      const document = { name: file, company, signers: [maria, joao] };
      await clicksign.sendDocument(page, product.emulators, document);
      await clicksign.signByMail(page, product.emulators, maria);
      const contacts = await contactsOf(page, `${file} - ${company}`, 1);
      assert.deepEqual(contacts, ['Maria Silva · maria@acme.com.br']);
    }));

  test('the run is found by the signer’s e-mail and shows both sides', () =>
    inDemo(async (page) => {
      await searchHistory(page, maria.email);
      await follow(page, file);
      await untilCompleted(page);
      const into = page.getByRole('region', { name: 'Data in' });
      await into.getByText(`${file} - ${company}`).waitFor();
      await into.getByText(maria.email).waitFor();
      await page.getByRole('button', { name: /Attempt 1/ }).click();
      await page.getByRole('button', { name: /POST.*\/deals/ }).click();
      await page.getByRole('tab', { name: 'Request' }).last().click();
      await page.getByRole('tabpanel').getByText(`${file} - ${company}`).first().waitFor();
      await page.getByRole('button', { name: /^Create or update a deal/ }).click();
      const out = page.getByRole('region', { name: 'Data out' });
      await out.getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: `${file} - ${company}` }).waitFor();
    }));

  test('the second signer of the document comes to the same deal', () =>
    browser.visit({}, async (page) => {
      await clicksign.signByMail(page, product.emulators, joao);
      const contacts = await contactsOf(page, `${file} - ${company}`, 2);
      assert.deepEqual(contacts, ['João Souza · joao@acme.com.br', 'Maria Silva · maria@acme.com.br']);
    }));

  test('two people who sign at the same instant make one deal with both as its contacts', () =>
    browser.visit({}, async (page) => {
      const name = 'Contrato a quatro mãos.pdf';
      const people = [
        { name: 'Ana Lima', email: 'ana@lima.com.br' },
        { name: 'Rui Lima', email: 'rui@lima.com.br' },
      ];
      const document_key = await sendQuickly(name, people);
      await Promise.all(
        people.map(({ email }) => product.control('clicksign', 'POST', '/sign', { document_key, email })),
      );
      // A second deal would make the card's name ambiguous, which fails the step.
      const contacts = await contactsOf(page, `${name} - ${company}`, 2);
      assert.deepEqual(contacts, ['Ana Lima · ana@lima.com.br', 'Rui Lima · rui@lima.com.br']);
    }));
});
