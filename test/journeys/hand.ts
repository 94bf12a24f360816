/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { tabTo } from './console.ts';
import type { Texts } from './texts.ts';

/** How somebody works a page: one journey is walked with each. */
export interface Hand {
  /** A button or a link. */
  press(target: Locator): Promise<void>;
  /** One of some radio buttons. */
  choose(target: Locator): Promise<void>;
  /** One of a list that opens. */
  pick(list: Locator, option: string): Promise<void>;
  /** Types into a field that is empty. */
  type(field: Locator, text: string): Promise<void>;
  /** Puts a value of the event into a field, found by its name. */
  insert(field: Locator, label: string, value: string): Promise<void>;
}

/** Points and clicks. */
export function pointer(page: Page, { say }: Texts): Hand {
  return {
    press: (target) => target.click(),
    choose: (target) => target.check(),
    pick: async (list, option) => {
      await list.click();
      await page.getByRole('option', { name: option }).click();
    },
    type: (field, text) => field.fill(text),
    insert: async (_field, label, value) => {
      await page.getByRole('button', { name: say('data/insertInto', { field: label }) }).click();
      await found(page, value).click();
      await page.getByPlaceholder(say('data/search')).waitFor({ state: 'detached' });
    },
  };
}

/**
 * Goes everywhere by the keys alone. Fails when what has the focus does not look like it, and when the focus is lost, so
 * that the next Tab would start at the top of the page.
 */
export function keyboard(page: Page, { say }: Texts): Hand {
  const to = async (target: Locator) => {
    await target.waitFor();
    await assertFocusKept(page);
    await tabTo(page, target);
    await assertFocusSeen(target);
    await page.evaluate(() => (document.documentElement.dataset.hand = 'has been here'));
  };
  const press = async (target: Locator) => {
    await to(target);
    await page.keyboard.press('Enter');
  };
  return {
    press,
    choose: async (target) => {
      const group = page.locator(`input[type=radio][name="${await target.getAttribute('name')}"]`);
      const chosen = group.and(page.locator(':checked'));
      await to((await chosen.count()) > 0 ? chosen : group.first());
      await page.keyboard.press('Space');
      for (let steps = await group.count(); !(await target.isChecked()) && steps > 0; steps--) {
        await page.keyboard.press('ArrowDown');
      }
      assert.ok(await target.isChecked(), String(target));
    },
    pick: async (list, option) => {
      await press(list);
      const options = page.getByRole('option');
      const wanted = page.getByRole('option', { name: option });
      await wanted.waitFor();
      const marked = wanted.and(page.locator('[data-combobox-selected]'));
      for (let steps = await options.count(); (await marked.count()) === 0 && steps > 0; steps--) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      await wanted.waitFor({ state: 'hidden' });
    },
    type: async (field, text) => {
      await to(field);
      await page.keyboard.type(text);
    },
    insert: async (field, _label, value) => {
      await to(field);
      await page.keyboard.type('{{');
      await page.getByPlaceholder(say('data/search')).waitFor();
      await page.keyboard.type(value);
      await tabTo(page, found(page, value));
      await page.keyboard.press('Enter');
      await page.getByPlaceholder(say('data/search')).waitFor({ state: 'detached' });
    },
  };
}

/** A value in the panel of the event's data. */
function found(page: Page, value: string): Locator {
  return page.getByRole('button').filter({ has: page.getByText(value, { exact: true }) });
}

/** Waits until something other than the page as a whole has the focus, unless the page was just loaded. */
async function assertFocusKept(page: Page): Promise<void> {
  await page
    .waitForFunction(
      () => !document.documentElement.dataset.hand || document.activeElement !== document.body,
      null,
      { timeout: 10_000 },
    )
    .catch((cause: unknown) => {
      throw new Error('The focus is lost: the next Tab starts at the top of the page.', { cause });
    });
}

/** Waits until an element that has the focus looks like it: by a ring, or by the border of a field. */
async function assertFocusSeen(target: Locator): Promise<void> {
  const handle = await target.elementHandle();
  await target.page().waitForFunction((element) => {
    if (!element || document.activeElement !== element) return false;
    const { outlineStyle, outlineWidth, borderTopColor } = getComputedStyle(element);
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) return true;
    const rest = document.createElement('span');
    rest.style.border = '1px solid var(--input-bd)';
    element.parentElement!.append(rest);
    const restColor = getComputedStyle(rest).borderTopColor;
    rest.remove();
    return element.matches('input, textarea') && borderTopColor !== restColor;
  }, handle);
}
