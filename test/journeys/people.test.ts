import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { codeAt } from '../../src/api/people.fixture.ts';
import type { Connection, RunSummary, Session, WorkflowSummary } from '../../src/api/contract.ts';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import { sendQuickly } from './clicksign.ts';
import * as hub from './console.ts';
import * as people from './people.ts';
import { startProduct, type Product } from './product.ts';
import { createStory } from './story.ts';
import { textsOf, type Texts } from './texts.ts';
import { eventually } from './waiting.ts';

const file = 'Contrato ACME.pdf';
const owner = people.person('Ana Souza', 'ana@acme.example');
const viewer = people.person('Vera Leserin', 'vera@acme.example');
const editor = people.person('Edvard Lindström', 'edvard@acme.example');

let product: Product;
let browser: JourneyBrowser;
let texts: Texts;
let workspace: Session['workspaces'][number];
let links: { viewer: string; editor: string };
/** Things of the demo workspace that people look at, and must not change. */
let things: { run: RunSummary; workflow: WorkflowSummary; connection: Connection };

before(async () => {
  [product, browser, texts] = await Promise.all([startProduct(), openBrowser(), textsOf('en')]);
  await becomeOwner();
  const signers = [{ name: 'Maria Silva', email: 'maria@acme.com.br' }];
  await sendQuickly(product, { name: file, company: 'ACME Ltda', signers, signed: 1 });
  things = await asSomebody(owner, async (page) => ({
    run: await eventually('the run is completed', async () => {
      const { items } = await ask<{ items: RunSummary[] }>(page, 'GET', '/runs');
      return items.find(({ title, status }) => title.includes(file) && status === 'completed') ?? null;
    }),
    workflow: (await ask<WorkflowSummary[]>(page, 'GET', '/workflows'))[0]!,
    connection: (await ask<Connection[]>(page, 'GET', '/connections'))[0]!,
  }));
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
});

const say = (...given: Parameters<Texts['say']>) => texts.say(...given);
const asSomebody = <Result>(who: people.Person, walk: (page: Page) => Promise<Result>) =>
  people.walkAs(browser, who, walk);
const at = (path: string) => `${product.hub}/w/${workspace.id}${path}`;
const button = (page: Page, key: string) =>
  page.getByRole('main').getByRole('button', { name: say(key), exact: true });

/** Enters the demo and takes it over with an account of one's own, as “Connect for real” does. */
function becomeOwner(): Promise<void> {
  return asSomebody(owner, async (page) => {
    const headers = { origin: product.hub };
    const { name, email, password } = owner;
    await page.request.post(`${product.hub}/api/session/demo`, { headers, data: {} });
    const data = { name: 'Acme Ltda', account: { name, email, password } };
    const made = await page.request.post(`${product.hub}/api/workspaces`, { headers, data });
    const { workspaces } = (await made.json()) as Session;
    workspace = workspaces.find(({ demo }) => demo)!;
  });
}

/** Asks the API as whoever the page is signed in as. */
async function tryIt(page: Page, method: string, path: string, data?: unknown) {
  const url = `${product.hub}/api/w/${workspace.id}${path}`;
  const given = data === undefined ? {} : { data };
  return page.request.fetch(url, { method, headers: { origin: product.hub }, ...given });
}

async function ask<Answer>(page: Page, method: string, path: string): Promise<Answer> {
  const answer = await tryIt(page, method, path);
  assert.ok(answer.ok(), `${method} ${path} answered ${answer.status()}`);
  return (await answer.json()) as Answer;
}

/** Each of these is refused because of the role, before anything else is looked at. */
async function assertRefused(page: Page, tries: [method: string, path: string, data?: unknown][]) {
  for (const [method, path, data] of tries) {
    const answer = await tryIt(page, method, path, data);
    assert.equal(answer.status(), 403, `${method} ${path}: ${await answer.text()}`);
  }
}

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(at(path));
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** What only admins may do, at the hub. */
const adminsOnly = (): [string, string, unknown?][] => [
  ['POST', '/invitations', { email: 'somebody@acme.example', role: 'viewer' }],
  ['PUT', `/connections/${things.connection.id}/credentials`, { credentials: { access_token: 'x' } }],
  ['DELETE', `/connections/${things.connection.id}`],
  ['POST', '/keys', { name: 'Mine', role: 'viewer' }],
];

/** Nothing on these pages is for admins only. */
async function assertNoAdmin(page: Page): Promise<void> {
  await open(page, '/connections', say('nav/connections'));
  await page.getByRole('link', { name: things.connection.name }).waitFor();
  assert.equal(await page.getByRole('link', { name: say('connection/add') }).count(), 0);
  await open(page, `/connections/${things.connection.id}`, things.connection.name);
  assert.equal(await page.locator('input[type="password"]').count(), 0);
  assert.equal(await page.getByText(say('connection/delete')).count(), 0);
  await open(page, '/settings/members', say('nav/settings'));
  await page.getByText(owner.email).waitFor();
  await page.getByText(say('members/textReader')).waitFor();
  assert.equal(await button(page, 'invitations/new').count(), 0);
  assert.equal(await button(page, 'actions/remove').count(), 0);
  await open(page, '/settings/keys', say('nav/settings'));
  await page.getByText(say('settings/needs', { role: say('role/admin') })).waitFor();
}

describe('people of a workspace', () => {
  const step = createStory();

  step('the owner invites a viewer and an editor by link', () =>
    asSomebody(owner, async (page) => {
      await open(page, '/settings/members', say('nav/settings'));
      links = {
        viewer: await people.invite(page, { email: viewer.email, role: 'viewer' }, texts),
        editor: await people.invite(page, { email: editor.email, role: 'editor' }, texts),
      };
    }),
  );

  step('both accept, each in a browser of their own, and a link works once', async () => {
    await asSomebody(viewer, (page) => people.accept(page, links.viewer, viewer, texts));
    await asSomebody(editor, (page) => people.accept(page, links.editor, editor, texts));
    await browser.visit({}, async (page) => {
      await page.goto(links.viewer);
      await page.getByRole('heading', { level: 1, name: say('link/goneTitle') }).waitFor();
    });
  });

  step('the viewer reads the history down to the data', () =>
    asSomebody(viewer, async (page) => {
      await page.goto(at(''));
      await hub.goTo(page, say('nav/history'));
      await hub.follow(page, file);
      await page.getByRole('heading', { level: 1, name: things.run.title }).waitFor();
      await page
        .getByRole('region', { name: say('run/dataIn') })
        .getByText('maria@acme.com.br')
        .waitFor();
      assert.equal(await button(page, 'run/repeat').count(), 0);
    }),
  );

  step('the viewer is offered no change, and the hub refuses each', () =>
    asSomebody(viewer, async (page) => {
      const { workflow, run } = things;
      await open(page, '/workflows', say('nav/workflows'));
      await page.getByRole('main').getByRole('link', { name: workflow.name }).waitFor();
      assert.equal(await page.getByRole('link', { name: say('workflow/new') }).count(), 0);
      await open(page, `/workflows/${workflow.id}`, workflow.name);
      assert.ok(await page.getByRole('textbox', { name: say('workflow/name') }).isDisabled());
      for (const key of ['workflow/pause', 'workflow/publishChanges']) {
        assert.equal(await button(page, key).count(), 0, key);
      }
      await assertNoAdmin(page);
      await assertRefused(page, [
        ['POST', `/workflows/${workflow.id}/pause`, {}],
        ['DELETE', `/workflows/${workflow.id}`],
        ['POST', `/runs/${run.id}/repeat`, {}],
        ...adminsOnly(),
      ]);
    }),
  );

  step('the editor changes a workflow and publishes it', () =>
    asSomebody(editor, async (page) => {
      const { id, name, version } = things.workflow;
      await open(page, `/workflows/${id}`, name);
      await page.getByRole('textbox', { name: say('workflow/name') }).fill(`${name}, by Edvard`);
      await button(page, 'workflow/publishChanges').click();
      const next = version! + 1;
      const dialog = page.getByRole('dialog', { name: say('workflow/publishTitle', { version: next }) });
      await dialog.getByRole('button', { name: say('workflow/publish') }).click();
      await page.getByText(say('workflow/state/published', { version: next })).waitFor();
      await page.getByRole('heading', { level: 1, name: `${name}, by Edvard` }).waitFor();
    }),
  );

  step('the editor manages neither people nor accounts', () =>
    asSomebody(editor, async (page) => {
      await assertNoAdmin(page);
      await assertRefused(page, adminsOnly());
    }),
  );

  step('a link from the owner opens an account whose password was forgotten, once', async () => {
    const link = await asSomebody(owner, async (page) => {
      await open(page, '/settings/members', say('nav/settings'));
      return people.makeResetLink(page, editor, texts);
    });
    await asSomebody(editor, async (page) => {
      editor.password = 'another horse battery';
      await people.chooseNewPassword(page, link, editor, texts);
      await page.goto(link);
      await page.getByRole('heading', { level: 1, name: say('link/goneTitle') }).waitFor();
      await people.typePassword(page, product.hub, { ...editor, password: viewer.password }, texts);
      await page.getByRole('alert').waitFor();
      await people.typePassword(page, product.hub, editor, texts);
      await page.getByRole('heading', { level: 1, name: say('nav/home') }).waitFor();
    });
  });

  step('with a code turned on, the password alone opens nothing', () =>
    asSomebody(editor, async (page) => {
      await open(page, '/settings/account', say('nav/settings'));
      const secret = await people.turnOnCodes(page, editor, (text) => codeAt(text, Date.now()), texts);
      await page.context().clearCookies();
      await people.typePassword(page, product.hub, editor, texts);
      const code = page.getByLabel(say('code/code'));
      await code.waitFor();
      assert.equal((await tryIt(page, 'GET', '/runs')).status(), 401);
      // The code of the next half minute: the one of this was used just now.
      await code.fill(codeAt(secret, Date.now() + 30_000));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: say('nav/home') }).waitFor();
    }),
  );

  step('a member who is removed is out at once', () =>
    asSomebody(viewer, async (page) => {
      await open(page, '/history', say('nav/history'));
      await asSomebody(owner, async (admin) => {
        await open(admin, '/settings/members', say('nav/settings'));
        await people.remove(admin, viewer, workspace.name, texts);
      });
      assert.equal((await tryIt(page, 'GET', '/runs')).status(), 404);
      // Whatever is asked next empties the page that was open, and what is left leads out.
      await hub.follow(page, file);
      await page.getByRole('heading', { level: 1, name: say('notFound/title') }).waitFor();
      assert.equal(await page.getByText(file).count(), 0);
      await page.getByRole('link', { name: say('notFound/home') }).click();
      await page.getByRole('heading', { level: 1, name: say('signIn/noWorkspaceTitle') }).waitFor();
    }),
  );
});
