/**
 * Takes pictures of the screens, light and dark, wide and narrow, and asks axe about each. The mock must be running.
 * Run: `node console/dev/shots.ts <folder> [mock origin] [part of a screen's name]`
 */
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as browsers, type Page } from 'playwright-core';

const [folder = '/tmp', origin = 'http://127.0.0.1:4700', only = ''] = process.argv.slice(2);

const w = '/w/wsp_demo';
/** Screens by name: where, and what to do there before the picture. */
const screens: Record<string, { path: string; act?: (page: Page) => Promise<void> }> = {
  home: { path: w },
  'home-new': { path: '/w/wsp_new' },
  connections: { path: `${w}/connections` },
  'connection-new': { path: `${w}/connections/new?connector=clicksign` },
  connection: { path: `${w}/connections/con_1` },
  'connection-broken': { path: `${w}/connections/con_2` },
  workflows: { path: `${w}/workflows` },
  'workflow-new': { path: `${w}/workflows/new` },
  'workflow-details': {
    path: `${w}/workflows/wfl_1`,
    act: async (page) => page.getByRole('button', { name: /: Which/ }).click(),
  },
  'workflow-fields': {
    path: `${w}/workflows/wfl_1`,
    act: async (page) => page.getByRole('button', { name: /: Fields/ }).click(),
  },
  'workflow-insert': {
    path: `${w}/workflows/wfl_1`,
    act: async (page) => {
      await page.getByRole('button', { name: /: Fields/ }).click();
      await page.getByRole('button', { name: 'Insert a value into Title' }).click();
      await page.getByPlaceholder('Search values').waitFor();
    },
  },
  'workflow-faults': { path: `${w}/workflows/wfl_2` },
  history: { path: `${w}/history` },
  'history-bulk': {
    path: `${w}/history`,
    act: async (page) => {
      await page.getByRole('checkbox').nth(1).check();
      await page.getByRole('checkbox').nth(3).check();
    },
  },
  events: { path: `${w}/history?tab=events` },
  'event-open': { path: `${w}/history?tab=events&event=evt_2` },
  'run-done': { path: `${w}/runs/run_01JD3K5W8Q0096` },
  'run-failed': { path: `${w}/runs/run_01JD3K5W8Q0099` },
  'run-parked': { path: `${w}/runs/run_01JD3K5W8Q0098` },
  attention: { path: `${w}/attention` },
  settings: { path: `${w}/settings` },
  help: { path: w, act: async (page) => page.keyboard.press('?') },
  'user-menu': { path: w, act: async (page) => page.getByRole('button', { name: 'Your menu' }).click() },
  search: {
    path: w,
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('contrato');
    },
  },
  setup: { path: '/setup?token=abc' },
  'sign-in': { path: '/sign-in' },
};

const say = (text: string) => process.stdout.write(`${text}\n`);
for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // The package runs Chromium in one process, which does not outlive its first context.
    const browser = await browsers.launch({
      args: chromium.args,
      executablePath: await chromium.executablePath(),
      headless: true,
    });
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'America/Sao_Paulo',
    });
    const page = await context.newPage();
    page.on(
      'console',
      (message) =>
        ['error', 'warning'].includes(message.type()) && say(`  console: ${message.text().slice(0, 300)}`),
    );
    page.on('pageerror', (error) => say(`  page error: ${error.message}`));
    for (const [name, { path, act }] of Object.entries(screens)) {
      if (!name.includes(only)) continue;
      await page.goto(origin + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('load');
      await page.getByRole('status').first().waitFor({ state: 'detached' });
      await act?.(page);
      await page.waitForTimeout(700);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) say(`  ${name} ${width}: ${overflow}px too wide`);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const each of violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')) {
        say(
          `  ${name} ${width} ${colorScheme}: ${each.id} ${each.nodes
            .slice(0, 3)
            .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
            .join(' | ')}`,
        );
      }
      say(`${name} ${width} ${colorScheme}`);
    }
    await browser.close();
  }
}
