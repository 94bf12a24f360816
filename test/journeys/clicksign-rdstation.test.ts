/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, type JourneyBrowser, type View } from './browser.ts';
import * as clicksign from './clicksign.ts';
import * as hub from './console.ts';
import { chooseBothSides, chooseFields, choosePlace, guideByKeyboard } from './guide.ts';
import { startProduct, type Product } from './product.ts';
import * as rdstation from './rdstation.ts';
import { createStory } from './story.ts';

let product: Product;
let browser: JourneyBrowser;
before(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
  await product.control('rdstation', 'PUT', '/limits', { enabled: false });
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
});

const maria = { name: 'Maria Silva', email: 'maria@acme.com.br' };
const joao = { name: 'João Souza', email: 'joao@acme.com.br' };
const file = 'Contrato de Prestação.pdf';
const company = 'ACME Ltda';
const accounts = { clicksign: 'Clicksign by hand', rdstation: 'RD by hand' };
let rdToken = '';
const place = { pipeline: 'Vendas', stage: 'Contrato assinado' };

/** Walks through the console as somebody who has just entered the demo. */
const inDemo = (walk: (page: Page) => Promise<void>, view: View = {}) =>
  browser.visit(view, async (page) => {
    await hub.enterDemo(page, product.hub);
    await walk(page);
  });
const contactsOf = (page: Page, name: string, count: number) =>
  rdstation.contactsOf(page, product.emulators, { ...place, title: `${name} - ${company}` }, count);

const step = createStory();

describe('connecting accounts by hand', () => {
  test('a wrong token is answered with a sentence, and nothing is stored', () =>
    inDemo(async (page) => {
      const account = { app: 'RD Station CRM', name: 'Mistyped', field: 'Token', token: 'not-a-token' };
      await hub.connectByToken(page, account);
      await page.getByRole('alert').getByText('The vendor did not accept this').waitFor();
      await page.getByRole('alert').getByText('Nothing was stored').waitFor();
      await hub.goTo(page, 'Connections');
      await page.getByRole('link', { name: 'RD ACME' }).waitFor();
      assert.equal(await page.getByText(account.name).count(), 0);
    }));

  test('tokens made on the vendors’ pages connect both accounts', () =>
    browser.visit({}, async (page) => {
      const ofClicksign = await clicksign.makeToken(page, product.emulators, 'Countersign');
      rdToken = await rdstation.makeToken(page, product.emulators, 'Bruno Lima');
      await hub.enterDemo(page, product.hub);
      for (const account of [
        { app: 'Clicksign', name: accounts.clicksign, field: 'Access token', token: ofClicksign },
        { app: 'RD Station CRM', name: accounts.rdstation, field: 'Token', token: rdToken },
      ]) {
        await hub.connectByToken(page, account);
        await page.getByRole('heading', { level: 1, name: account.name }).waitFor();
        await page.getByRole('main').getByText('Demonstração').first().waitFor();
      }
      await hub.goTo(page, 'Connections');
      for (const name of Object.values(accounts)) await page.getByRole('link', { name }).waitFor();
    }));
});

describe('from a signature in Clicksign to a deal in RD Station CRM', () => {
  step('the workflow of the demo is paused, so that only a new one runs', () =>
    inDemo(async (page) => {
      await hub.goTo(page, 'Workflows');
      await hub.follow(page, /Contract signed/);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Resume' }).waitFor();
    }),
  );

  step('a workflow is made in five steps, with a live preview, and published', () =>
    inDemo(async (page) => {
      await hub.goTo(page, 'Workflows');
      await hub.follow(page, 'New workflow');
      await chooseBothSides(page, accounts);
      await choosePlace(page, place);
      await chooseFields(page);
      const title = await page.getByRole('textbox', { name: 'Title' }).inputValue();
      assert.equal(title, '{{ document.filename }} - {{ document.company }}');
      const preview = page.getByRole('complementary', { name: 'Preview' });
      for (const text of [`${file} - ${company}`, ...Object.values(maria), ...Object.values(place)]) {
        await preview.getByText(text, { exact: true }).waitFor();
      }
      await page.getByRole('button', { name: 'Publish' }).click();
      await page.getByText('Running, version 1.').waitFor();
    }),
  );

  step('a document sent and signed becomes a deal with the signer as its contact', () =>
    browser.visit({}, async (page) => {
      const document = { name: file, company, signers: [maria, joao] };
      await clicksign.sendDocument(page, product.emulators, document);
      await clicksign.signByMail(page, product.emulators, maria);
      assert.deepEqual(await contactsOf(page, file, 1), ['Maria Silva · maria@acme.com.br']);
    }),
  );

  step('the run is found by the signer’s e-mail and shows both sides', () =>
    inDemo(async (page) => {
      await hub.searchHistory(page, maria.email);
      await hub.follow(page, file);
      await hub.untilCompleted(page);
      const into = page.getByRole('region', { name: 'Data in' });
      await into.getByText(`${file} - ${company}`).waitFor();
      await into.getByText(maria.email).waitFor();
      await page.getByRole('button', { name: /Attempt 1/ }).click();
      await page.getByRole('button', { name: /POST.*\/deals/ }).click();
      const answer = page.getByRole('tabpanel', { name: 'Response' }).first();
      await answer.getByText(`"${file} - ${company}"`).waitFor();
      await page.getByRole('tab', { name: 'Request' }).first().click();
      const request = page.getByRole('tabpanel', { name: 'Request' });
      await request.getByText(`"${file} - ${company}"`).waitFor();
    }),
  );

  step('what came out leads to the deal’s own page', () =>
    inDemo(async (page) => {
      await hub.searchHistory(page, file);
      await hub.follow(page, file);
      const opened = page.waitForEvent('popup');
      await page.getByRole('region', { name: 'Data out' }).getByRole('link').click();
      const deal = await opened;
      await deal.getByRole('heading', { level: 1, name: `${file} - ${company}` }).waitFor();
    }),
  );

  step('the second signer of the document comes to the same deal', () =>
    browser.visit({}, async (page) => {
      await clicksign.signByMail(page, product.emulators, joao);
      const contacts = await contactsOf(page, file, 2);
      assert.deepEqual(contacts, ['João Souza · joao@acme.com.br', 'Maria Silva · maria@acme.com.br']);
    }),
  );

  step('two people who sign at the same instant make one deal with both as its contacts', () =>
    browser.visit({}, async (page) => {
      const name = 'Contrato a quatro mãos.pdf';
      const signers = [
        { name: 'Ana Lima', email: 'ana@lima.com.br' },
        { name: 'Rui Lima', email: 'rui@lima.com.br' },
      ];
      const key = await clicksign.sendQuickly(product, { name, company, signers });
      await Promise.all(signers.map(({ email }) => clicksign.signQuickly(product, key, email)));
      const contacts = await contactsOf(page, name, 2);
      assert.deepEqual(contacts, ['Ana Lima · ana@lima.com.br', 'Rui Lima · rui@lima.com.br']);
    }),
  );

  step(
    'while RD refuses the token a run waits for a person, and goes on by itself once it is reconnected',
    () =>
      inDemo(async (page) => {
        const name = 'Contrato sem acesso.pdf';
        const refusal = { kind: 'status', params: { status: 401, body: { error: 'unauthorized' } } };
        await product.control('rdstation', 'POST', '/faults', refusal);
        await clicksign.sendQuickly(product, { name, company, signers: [maria], signed: 1 });
        await hub.goTo(page, 'Needs attention');
        await page.getByRole('main').getByText(`Reconnect ${accounts.rdstation}`).waitFor();
        await hub.follow(page, name);
        await hub.follow(page, `Reconnect ${accounts.rdstation}`);
        await page.getByRole('heading', { level: 1, name: accounts.rdstation }).waitFor();
        await page.getByRole('alert').getByText('RD Station CRM must be connected again').waitFor();
        await product.control('rdstation', 'DELETE', '/faults');
        await page.getByRole('textbox', { name: 'Token', exact: true }).fill(rdToken);
        await page.getByRole('button', { name: 'Test and replace' }).click();
        await page.getByText('Connected again. Waiting runs go on.').waitFor();
        await hub.searchHistory(page, name);
        await hub.follow(page, name);
        await hub.untilCompleted(page);
        assert.deepEqual(await contactsOf(page, name, 1), ['Maria Silva · maria@acme.com.br']);
      }),
  );
});

describe('the console', () => {
  test('keys lead to the search, to the history and to their list', () =>
    inDemo(async (page) => {
      await page.keyboard.press('/');
      const search = page.getByRole('textbox', { name: 'Search everything' });
      assert.ok(await search.evaluate((element) => element === document.activeElement));
      await page.keyboard.press('Escape');
      await search.blur();
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Go to History').waitFor();
    }));

  test('a workflow is made without a pointer', () =>
    inDemo(async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('w');
      await hub.tabTo(page, page.getByRole('main').getByRole('link', { name: 'New workflow' }));
      await page.keyboard.press('Enter');
      await guideByKeyboard(page);
      const title = await page.getByRole('textbox', { name: 'Title' }).inputValue();
      assert.equal(title, 'Deal of {{ document.company }}');
      await page.getByText('Saved', { exact: true }).waitFor();
      await page.reload();
      const kept = await page.getByRole('textbox', { name: 'Title' }).inputValue();
      assert.equal(kept, title);
    }));

  test('at 390 px no page of the journey moves sideways', () =>
    inDemo(
      async (page) => {
        for (const name of ['Workflows', 'History', 'Needs attention', 'Connections', 'Settings']) {
          await hub.goTo(page, name);
          await hub.assertNoSidewaysScroll(page, name);
        }
        await hub.openConnection(page, 'Clicksign ACME');
        await hub.assertNoSidewaysScroll(page, 'a connection');
        await hub.goTo(page, 'History');
        await hub.follow(page, file);
        await hub.untilCompleted(page);
        await page.getByRole('button', { name: /Attempt 1/ }).click();
        await hub.assertNoSidewaysScroll(page, 'a run');
        await hub.goTo(page, 'Workflows');
        await hub.follow(page, 'New workflow');
        await chooseBothSides(page, accounts);
        await hub.assertNoSidewaysScroll(page, 'the guide');
      },
      { width: 390 },
    ));

  test('a browser whose own language is no language tag shows times all the same', () =>
    inDemo(
      async (page) => {
        const languages = await page.evaluate(() => navigator.languages);
        assert.throws(() => languages.map((tag) => new Intl.DateTimeFormat(tag)), RangeError);
        await hub.goTo(page, 'History');
        await page.getByRole('main').locator('time').first().waitFor();
        await hub.follow(page, file);
        await hub.untilCompleted(page);
      },
      { locale: null },
    ));
});
