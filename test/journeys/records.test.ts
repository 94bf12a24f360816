import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import * as hub from './console.ts';
import { person, walkAs } from './people.ts';
import { startProduct, type Product } from './product.ts';
import { createStory } from './story.ts';
import { textsOf, type Texts } from './texts.ts';

let product: Product;
let browser: JourneyBrowser;
let texts: Texts;
/** The pages of the contact and of the deal. */
const at = { contact: '', deal: '' };
before(async () => {
  [product, browser, texts] = await Promise.all([startProduct(), openBrowser(), textsOf('en')]);
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
});

const somebody = person('Demo', 'demo@demo.example');
const say = (...given: Parameters<Texts['say']>) => texts.say(...given);
const walk = (journey: (page: Page) => Promise<void>) => walkAs(browser, somebody, journey);

/** The value of a property, which a press edits in place. */
const valueOf = (page: Page, property: string) =>
  page.getByRole('button', { name: new RegExp(`^${say('records/edit', { property, value: '' })}`) });
const shows = (page: Page, property: string, value: string) =>
  page.getByRole('button', { name: say('records/edit', { property, value }), exact: true }).waitFor();
const save = (within: Page | Locator) =>
  within.getByRole('button', { name: say('actions/save'), exact: true }).click();

async function edit(page: Page, property: string, value: string): Promise<void> {
  await valueOf(page, property).click();
  await page.getByRole('textbox', { name: property, exact: true }).fill(value);
  await page.keyboard.press('Enter');
}

describe('records of the built-in CRM', () => {
  const step = createStory();

  step('a contact is found as one types, and opened by the keyboard', () =>
    walk(async (page) => {
      await hub.enterDemo(page, product.hub);
      await page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: say('nav/records') })
        .click();
      await page.getByRole('table', { name: 'Contacts' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('ingrid lunde');
      await page.getByText(say('records/countFound', { count: 1, shown: '1' })).waitFor();
      assert.match(page.url(), /q=ingrid\+lunde/);
      await page.getByRole('link', { name: 'Ingrid Lunde' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Ingrid Lunde' }).waitFor();
      at.contact = page.url();
    }),
  );

  step('a value is edited in place, and its history names who wrote it', () =>
    walk(async (page) => {
      await page.goto(at.contact);
      await edit(page, 'Job title', 'Chief of contracts');
      await shows(page, 'Job title', 'Chief of contracts');
      await page.getByRole('button', { name: say('records/historyOf', { property: 'Job title' }) }).click();
      const history = page.getByRole('dialog').getByRole('listitem');
      await history.first().getByText('Chief of contracts').waitFor();
      assert.match(await history.first().innerText(), /Demo/);
      assert.match(await history.nth(1).innerText(), new RegExp(say('records/source/import')));
      await page.keyboard.press('Escape');
      await valueOf(page, 'Email').click();
      await page.getByRole('textbox', { name: 'Email', exact: true }).fill('nobody');
      await save(page);
      await page.getByText(say('faults/invalid_email')).waitFor();
      await page.keyboard.press('Escape');
      await valueOf(page, 'Email').and(page.locator(':focus')).waitFor();
    }),
  );

  step('of what two tabs wrote into one value, somebody chooses', () =>
    walk(async (first) => {
      await first.goto(at.contact);
      await valueOf(first, 'City').click();
      const second = await first.context().newPage();
      await second.goto(at.contact);
      await edit(second, 'City', 'Hammerfest');
      await shows(second, 'City', 'Hammerfest');
      await first.getByRole('textbox', { name: 'City', exact: true }).fill('Bodø');
      await save(first);
      const question = first.getByRole('alert').filter({ hasText: say('records/conflict') });
      await question.getByText('Hammerfest').waitFor();
      await question.getByText('Bodø').waitFor();
      await question.getByRole('button', { name: say('records/useMine') }).click();
      await shows(first, 'City', 'Bodø');
    }),
  );

  step('a deal is created, associated, moved to another stage and archived', () =>
    walk(async (page) => {
      await page.goto(at.contact);
      await page.getByRole('link', { name: 'Contacts' }).click();
      await page.getByRole('link', { name: /^Deals/ }).click();
      await page.getByRole('button', { name: say('recordObjects/deal/create') }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('textbox', { name: 'Deal name' }).fill('Kontrakt Lunde');
      await form.getByRole('textbox', { name: 'Amount' }).fill('12 500,50');
      await form.getByRole('button', { name: say('recordObjects/deal/create') }).click();
      await page.getByRole('heading', { level: 1, name: 'Kontrakt Lunde' }).waitFor();
      await shows(page, 'Amount', '12,500.5');
      at.deal = page.url();
      await page.getByRole('button', { name: say('records/addTo', { object: 'Contacts' }) }).click();
      await page
        .getByRole('searchbox', { name: say('records/addTo', { object: 'Contacts' }) })
        .fill('ingrid lunde');
      await page.getByRole('button', { name: /^Ingrid Lunde/ }).click();
      await page
        .getByRole('region', { name: 'Contacts' })
        .getByRole('link', { name: 'Ingrid Lunde' })
        .waitFor();
      await moveOnBoard(page, 'Kontrakt Lunde');
      await page.goto(at.deal);
      await shows(page, 'Deal stage', 'Qualified to buy');
      await page.getByRole('button', { name: say('records/archive'), exact: true }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say('records/archive'), exact: true })
        .click();
      await page.getByText(say('records/archivedTitle')).waitFor();
    }),
  );
});

/** Picks a card up, puts it down one stage further: all by the keyboard. */
async function moveOnBoard(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Deals', exact: true }).click();
  await page.getByRole('button', { name: say('records/as/board'), exact: true }).click();
  await page.getByRole('link', { name: title }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  const next = page.getByRole('region', { name: 'Qualified to buy' });
  await next.getByRole('link', { name: title }).waitFor();
  await page.getByText(say('records/moved', { title, stage: 'Qualified to buy' })).waitFor();
}
