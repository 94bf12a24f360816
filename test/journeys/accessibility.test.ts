import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import * as clicksign from './clicksign.ts';
import { follow, openInDemo } from './console.ts';
import { startProduct, type Product } from './product.ts';
import { routerPages } from './router-pages.ts';

let database: TestDatabase;
let product: Product;
let browser: JourneyBrowser;
const document = { company: 'ACME Ltda', signers: [{ name: 'Maria Silva', email: 'maria@acme.com.br' }] };

/** A run that is done, and one that waits because the account must be connected again. */
before(async () => {
  database = await createTestDatabase();
  const settings = { DATABASE_URL: database.connectionString, COUNTERSIGN_SECRET: 'a'.repeat(40) };
  [product, browser] = await Promise.all([startProduct(settings), openBrowser()]);
  await clicksign.sendQuickly(product, { name: 'Contrato feito.pdf', ...document, signed: 1 });
  await browser.visit({}, async (page) => {
    await openInDemo(page, product.hub, '/history?q=feito');
    await page.getByRole('link', { name: /^Completed.*feito/ }).waitFor();
  });
  const refusal = { kind: 'status', params: { status: 401 } };
  await product.control('rdstation', 'POST', '/faults', refusal);
  await clicksign.sendQuickly(product, { name: 'Contrato parado.pdf', ...document, signed: 1 });
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
  await database[Symbol.asyncDispose]();
});

/** What axe calls serious or critical on the page as it stands. */
async function faultsOf(page: Page): Promise<string[]> {
  // Legacy mode: no frames of other origins, so no second page is needed to put results together.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Either pair has both widths and both schemes; screens take turns, so what all of them share is seen in all four. */
const looks = [
  [
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ],
  [
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
  ],
] as const;

async function assertAccessible(page: Page, turn: number): Promise<void> {
  for (const { width, colorScheme } of looks[turn % 2]!) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await faultsOf(page), [], `${width} px, ${colorScheme}`);
  }
}

/** Screens by name: their address in the workspace, and what is done there first. */
const screens: Record<string, { path: string; act?: (page: Page) => Promise<unknown> }> = {
  home: { path: '' },
  'the list of workflows': { path: '/workflows' },
  'a new workflow': {
    path: '/workflows/new',
    act: (page) => page.getByRole('button', { name: 'Clicksign', exact: true }).click(),
  },
  'where it goes': { path: '/workflows', act: (page) => openStep(page, /: Where/) },
  'the fields, with the data panel open': {
    path: '/workflows',
    act: async (page) => {
      await openStep(page, /: Fields/);
      await page.getByRole('button', { name: 'Insert a value into Title' }).click();
      await page.getByPlaceholder('Search values').waitFor();
    },
  },
  'the history': { path: '/history', act: (page) => page.getByText('Contrato feito.pdf').first().waitFor() },
  'the events': { path: '/history?tab=events', act: (page) => page.locator('time').first().waitFor() },
  'a run that is done': {
    path: '/history?q=feito',
    act: async (page) => {
      await follow(page, /feito/);
      await page.getByRole('region', { name: 'Data out' }).waitFor();
    },
  },
  'a run that waits, and its attempt': {
    path: '/history?q=parado',
    act: async (page) => {
      await follow(page, /parado/);
      await page.getByRole('alert').waitFor();
    },
  },
  'what needs attention': {
    path: '/attention',
    act: (page) => page.getByText('Reconnect RD ACME').waitFor(),
  },
  'the list of connections': {
    path: '/connections',
    act: (page) => page.getByRole('link', { name: 'RD ACME', exact: true }).waitFor(),
  },
  'a new connection': { path: '/connections/new?connector=rdstation' },
  'a connection to mend': {
    path: '/connections',
    act: async (page) => {
      await follow(page, 'RD ACME');
      await page.getByRole('region', { name: 'Reconnect' }).waitFor();
    },
  },
  'a table of records with some chosen': { path: '/records', act: chooseRecords },
  'a record, with a value being edited': {
    path: '/records',
    act: async (page) => {
      await page.getByRole('row').nth(2).getByRole('link').click();
      await page.getByRole('button', { name: /^Edit Job title/ }).click();
      await page.getByRole('textbox', { name: 'Job title' }).waitFor();
    },
  },
  'the properties of an object': {
    path: '/records',
    act: async (page) => {
      await follow(page, 'Properties');
      await page.getByRole('heading', { name: 'Contact information' }).waitFor();
    },
  },
  'a board of deals': {
    path: '/records',
    act: async (page) => {
      await follow(page, /^Deals/);
      await page.getByRole('button', { name: 'Board', exact: true }).click();
      await page.getByRole('region', { name: 'Contract sent' }).getByRole('link').first().waitFor();
    },
  },
  settings: { path: '/settings' },
  'the search': {
    path: '',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('contrato');
      await page.getByRole('option').nth(1).waitFor();
    },
  },
};

/** Pages of one thing, which the screens above come to by following a link. */
const ofOneThing = [
  '/connections/$connection',
  '/workflows/$workflow',
  '/runs/$run',
  '/records/$crm/$object',
  '/records/$crm/$object/schema',
  '/records/$crm/$object/$record',
];
const inWorkspace = '/w/$workspace';
const pages = routerPages();
/** Pages whose address needs nothing but the workspace, those looked at above left out. */
const plainPages = pages
  .filter((path) => path.startsWith(inWorkspace))
  .map((path) => path.slice(inWorkspace.length))
  .filter(
    (path) => !path.includes('$') && !Object.values(screens).some((each) => each.path === path && !each.act),
  );
const openPages = pages.filter((path) => !path.startsWith(inWorkspace));

async function chooseRecords(page: Page): Promise<void> {
  const boxes = page.getByRole('row').getByRole('checkbox');
  await boxes.nth(1).check();
  await boxes.nth(2).check();
  await page.getByText('2 selected').waitFor();
}

async function openStep(page: Page, step: RegExp): Promise<void> {
  await follow(page, /Contract signed/);
  await page.getByRole('button', { name: step }).click();
}

describe('axe finds nothing serious on', () => {
  for (const [turn, [name, { path, act }]] of Object.entries(screens).entries()) {
    test(name, () =>
      browser.visit({}, async (page) => {
        await openInDemo(page, product.hub, path);
        await act?.(page);
        await assertAccessible(page, turn);
      }),
    );
  }

  for (const [turn, path] of plainPages.entries()) {
    test(`the page ${path}`, () =>
      browser.visit({}, async (page) => {
        await openInDemo(page, product.hub, path);
        await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
        await assertAccessible(page, turn);
      }));
  }

  for (const [turn, path] of openPages.entries()) {
    test(`the page ${path}, signed out`, () =>
      browser.visit({}, async (page) => {
        await page.goto(product.hub + path);
        await page.getByRole('heading').first().waitFor();
        await assertAccessible(page, turn);
      }));
  }

  test('every page there is: those of one thing are reached by a link', () => {
    const left = pages.filter(
      (path) => path.startsWith(inWorkspace) && path.slice(inWorkspace.length).includes('$'),
    );
    assert.deepEqual(left.map((path) => path.slice(inWorkspace.length)).sort(), ofOneThing.sort());
  });

  test('the reading page of the API, with an address open', () =>
    browser.visit({}, async (page) => {
      await page.goto(`${product.hub}/api/docs#get-w-workspace-runs`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await assertAccessible(page, 0);
      await assertAccessible(page, 1);
    }));

  test('the emulators’ pages', () =>
    browser.visit({}, async (page) => {
      const paths = [
        '/',
        ...['', 'documentos/novo', 'caixa-de-entrada', 'configuracoes/api', 'conta'].map(
          (path) => `/clicksign/${path}`,
        ),
        ...['funil', 'contatos', 'empresas', 'webhooks', 'configuracoes', 'perfil'].map(
          (path) => `/rdstation/${path}`,
        ),
      ];
      for (const path of paths) {
        await page.goto(product.emulators + path);
        assert.deepEqual(await faultsOf(page), [], path);
      }
    }));
});
