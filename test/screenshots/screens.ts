import type { Page } from 'playwright-core';
import type { Story } from './story.ts';
import type { Words } from './words.ts';

/** A picture: where, and what is done there first. */
export interface Screen {
  name: string;
  path: string;
  act?: (page: Page) => Promise<unknown>;
}

/** Pages for whoever is not signed in. */
export function openScreens(story: Story): Screen[] {
  const pathOf = (link: string) => new URL(link).pathname + new URL(link).search;
  return [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'set-up', path: '/setup?token=taken-already' },
    { name: 'forgot', path: '/forgot' },
    { name: 'reset', path: pathOf(story.resetLink) },
    { name: 'reset-void', path: '/reset?token=void' },
    { name: 'invite', path: pathOf(story.invitation) },
    { name: 'not-found', path: '/nowhere' },
  ];
}

const button = (page: Page, text: string) => page.getByRole('button', { name: text, exact: true });

/** Pages of the workspace and of one's own account. */
export function ownScreens(story: Story, words: Words): Screen[] {
  return [
    ...historyScreens(story),
    ...runScreens(story, words),
    ...workflowScreens(story, words),
    ...connectionScreens(story, words),
    ...recordScreens(story, words),
    ...settingsScreens(story, words),
    ...fromAnywhere(story),
  ];
}

function historyScreens(story: Story): Screen[] {
  const w = `/w/${story.workspace}`;
  return [
    { name: 'home', path: w },
    { name: 'history', path: `${w}/history` },
    { name: 'history-none', path: `${w}/history?q=nothing-has-this-name` },
    {
      name: 'history-chosen',
      path: `${w}/history`,
      act: async (page) => {
        await page.getByRole('checkbox').nth(1).check();
        await page.getByRole('checkbox').nth(2).check();
      },
    },
    { name: 'events', path: `${w}/history?tab=events` },
    {
      name: 'event',
      path: `${w}/history?tab=events`,
      act: async (page) => {
        await page.getByRole('main').getByRole('button').filter({ hasText: 'Contrato' }).first().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'attention', path: `${w}/attention` },
  ];
}

/** Records, from the workspace without a CRM to one with the built-in CRM, which has nothing in it yet. */
function recordScreens(story: Story, words: Words): Screen[] {
  const w = `/w/${story.workspace}`;
  const use = async (page: Page) => {
    const offer = button(page, words('records/useBuiltIn'));
    const table = page.getByRole('search', { name: words('records/find') });
    await offer.or(table).first().waitFor();
    if (await offer.isVisible()) await offer.click();
    await table.waitFor();
  };
  return [
    { name: 'records-none', path: `${w}/records` },
    { name: 'records', path: `${w}/records`, act: use },
    {
      name: 'records-create',
      path: `${w}/records`,
      act: async (page) => {
        await use(page);
        await button(page, words('recordObjects/contact/create')).click();
        await page.getByRole('dialog').waitFor();
      },
    },
  ];
}

function connectionScreens(story: Story, words: Words): Screen[] {
  const w = `/w/${story.workspace}`;
  return [
    { name: 'connections', path: `${w}/connections` },
    { name: 'connection', path: `${w}/connections/${story.connection}` },
    { name: 'connection-broken', path: `${w}/connections/${story.broken}` },
    {
      name: 'connection-delete',
      path: `${w}/connections/${story.connection}`,
      act: async (page) => {
        await button(page, words('connection/delete')).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'connection-new', path: `${w}/connections/new` },
    { name: 'connection-new-app', path: `${w}/connections/new?connector=clicksign` },
  ];
}

function settingsScreens(story: Story, words: Words): Screen[] {
  const w = `/w/${story.workspace}`;
  return [
    { name: 'settings', path: `${w}/settings` },
    {
      name: 'settings-delete',
      path: `${w}/settings`,
      act: async (page) => {
        await button(page, words('deletion/workspaceTitle')).last().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'members', path: `${w}/settings/members` },
    { name: 'keys', path: `${w}/settings/keys` },
    { name: 'notices', path: `${w}/settings/notices` },
    {
      name: 'notices-new',
      path: `${w}/settings/notices`,
      act: async (page) => {
        await button(page, words('notices/new')).click();
        await page.getByText(words('notices/whatLabel'), { exact: true }).first().waitFor();
      },
    },
    { name: 'audit', path: `${w}/settings/audit` },
    { name: 'account', path: '/account' },
  ];
}

function fromAnywhere(story: Story): Screen[] {
  const w = `/w/${story.workspace}`;
  return [
    {
      name: 'help',
      path: w,
      act: async (page) => {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'search',
      path: w,
      act: async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('contrato');
        await page.getByRole('option').nth(1).waitFor();
      },
    },
  ];
}

function runScreens(story: Story, words: Words): Screen[] {
  const at = (id: string) => `/w/${story.workspace}/runs/${id}`;
  const openAttempt = async (page: Page) => {
    const name = words('run/attempt').replace('{{number}}', '1');
    await page.getByRole('button', { name }).first().click();
  };
  return [
    { name: 'run-completed', path: at(story.runs.completed), act: openAttempt },
    { name: 'run-failed', path: at(story.runs.failed) },
    { name: 'run-parked', path: at(story.runs.parked) },
    { name: 'run-waiting', path: at(story.runs.waiting) },
    { name: 'run-reconnect', path: at(story.runs.reconnect) },
  ];
}

function workflowScreens(story: Story, words: Words): Screen[] {
  const w = `/w/${story.workspace}/workflows`;
  const steps = ['when', 'then', 'connect', 'details', 'fields'];
  return [
    { name: 'workflows', path: w },
    { name: 'workflow-new', path: `${w}/new` },
    ...steps.map((step, index) => ({
      name: `workflow-step-${index + 1}`,
      path: `${w}/${story.workflow}`,
      act: (page: Page) =>
        page.getByRole('button', { name: new RegExp(`: ${words(`guide/title/${step}`)}$`) }).click(),
    })),
    { name: 'workflow-draft', path: `${w}/${story.draft}` },
  ];
}
