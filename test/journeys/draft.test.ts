import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import * as hub from './console.ts';
import { chooseBothSides } from './guide.ts';
import { person, walkAs } from './people.ts';
import { startProduct, type Product } from './product.ts';
import { createStory } from './story.ts';
import { textsOf, type Texts } from './texts.ts';

let product: Product;
let browser: JourneyBrowser;
let texts: Texts;
/** The address of the guide with the draft in it. */
let guide = '';
before(async () => {
  [product, browser, texts] = await Promise.all([startProduct(), openBrowser(), textsOf('en')]);
  // What is read of an account again and again here, no person reads in a minute.
  await product.control('rdstation', 'PUT', '/limits', { enabled: false });
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
});

const accounts = { clicksign: 'Clicksign ACME', rdstation: 'RD ACME' };
const place = { pipeline: 'Vendas', stage: 'Contrato assinado' };
const somebody = person('Demo', 'demo@demo.example');

const say = (...given: Parameters<Texts['say']>) => texts.say(...given);
const walk = (journey: (page: Page) => Promise<void>) => walkAs(browser, somebody, journey);
const nameBox = (page: Page) => page.getByRole('textbox', { name: say('workflow/name') });
const list = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const saved = (page: Page) => page.locator('[data-save="saved"]').waitFor();

/** The guide is open at its fourth step, with what was chosen there. */
async function assertAsItWas(page: Page, name: string): Promise<void> {
  const step = page.getByRole('region', {
    name: say('guide/step', { number: 4, title: say('guide/title/details') }),
  });
  await step.getByRole('combobox', { name: 'Stage', exact: true }).waitFor();
  assert.equal(await nameBox(page).inputValue(), name);
  await list(page, 'Pipeline')
    .and(page.locator(`[value="${place.pipeline}"]`))
    .waitFor();
  await list(page, 'Stage')
    .and(page.locator(`[value="${place.stage}"]`))
    .waitFor();
}

async function openGuide(page: Page): Promise<void> {
  await page.goto(guide);
  await nameBox(page).waitFor();
}

/** Ends the session at the hub; the browser does not know. */
async function endSession(page: Page): Promise<void> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${product.hub}/api/session/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: product.hub, 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(answer.status, 200);
}

describe('the draft of a new workflow', () => {
  const step = createStory();

  step('a reload comes back to the same step, with what was typed last', () =>
    walk(async (page) => {
      await hub.enterDemo(page, product.hub);
      await hub.goTo(page, say('nav/workflows'));
      await hub.follow(page, say('workflow/new'));
      await chooseBothSides(page, accounts);
      await hub.pick(page, 'Pipeline', place.pipeline);
      await hub.pick(page, 'Stage', place.stage);
      await saved(page);
      guide = page.url();
      // Not at the hub yet: it is sent when the hands rest.
      await nameBox(page).fill('Before the reload');
      await page.reload();
      await assertAsItWas(page, 'Before the reload');
      await saved(page);
    }),
  );

  step('a session that ends in between costs nothing but signing in', () =>
    walk(async (page) => {
      await openGuide(page);
      await endSession(page);
      await nameBox(page).fill('Typed without a session');
      await page.getByRole('button', { name: say('signIn/enterDemo') }).click();
      await page.waitForURL(guide);
      await assertAsItWas(page, 'Typed without a session');
      await saved(page);
    }),
  );

  step('a second tab is told, and takes over with what was typed in the first', () =>
    walk(async (first) => {
      await openGuide(first);
      const second = await first.context().newPage();
      await openGuide(second);
      await second.getByRole('alert').getByText(say('draft/otherTab')).waitFor();
      assert.ok(await nameBox(second).isDisabled());
      await nameBox(first).fill('From the first tab');
      await second.getByRole('button', { name: say('draft/editHere') }).click();
      await first.getByRole('alert').getByText(say('draft/otherTab')).waitFor();
      assert.ok(await nameBox(first).isDisabled());
      await nameBox(second).and(second.locator('[value="From the first tab"]')).waitFor();
      await nameBox(second).fill('From the second tab');
      await saved(second);
      await second.reload();
      await assertAsItWas(second, 'From the second tab');
    }),
  );

  step('of what two browsers typed, somebody chooses; neither is overwritten unseen', () =>
    walk(async (mine) => {
      await openGuide(mine);
      await mine.context().setOffline(true);
      await nameBox(mine).fill('Mine, typed on a train');
      await walk(async (theirs) => {
        await openGuide(theirs);
        await nameBox(theirs).fill('Theirs, saved meanwhile');
        await saved(theirs);
      });
      await mine.context().setOffline(false);
      const question = mine.getByRole('alert').filter({ hasText: say('draft/conflict') });
      await question.getByText('Mine, typed on a train').waitFor();
      await question.getByText('Theirs, saved meanwhile').waitFor();
      await question.getByRole('button', { name: say('draft/keepMine') }).click();
      await saved(mine);
      await mine.reload();
      await assertAsItWas(mine, 'Mine, typed on a train');
    }),
  );
});
