import type { Page } from 'playwright-core';
import type { Hand } from './hand.ts';
import type { Person } from './people.ts';
import type { Texts } from './texts.ts';

/** Setting up from nothing, in any language and with any hand: accounts, then the guide for a workflow. */

/** Where somebody is, in which language, and how they work. */
export interface Guided {
  page: Page;
  texts: Texts;
  hand: Hand;
}

/** Signs in with an account made before. */
export async function signIn({ page, texts: { say }, hand }: Guided, who: Person): Promise<void> {
  await hand.type(page.getByLabel(say('signIn/email')), who.email);
  await hand.type(page.getByLabel(say('signIn/password'), { exact: true }), who.password);
  await hand.press(page.getByRole('button', { name: say('signIn/submit'), exact: true }));
  await page.getByRole('heading', { level: 1, name: say('nav/home') }).waitFor();
}

/** A workspace of one's own, from the demo; with an account for whoever has none yet. */
export async function connectForReal(
  { page, texts: { say }, hand }: Guided,
  workspace: string,
  account?: Person,
): Promise<void> {
  await hand.press(page.getByRole('button', { name: say('demo/connectForReal') }));
  const dialog = page.getByRole('dialog', { name: say('demo/connectForReal') });
  await hand.type(dialog.getByLabel(say('setUp/workspace')), workspace);
  if (account) {
    await hand.type(dialog.getByLabel(say('setUp/name')), account.name);
    await hand.type(dialog.getByLabel(say('signIn/email')), account.email);
    await hand.type(dialog.getByLabel(say('signIn/password'), { exact: true }), account.password);
  }
  await hand.press(dialog.getByRole('button', { name: say('demo/createWorkspace') }));
  await page.getByRole('button', { name: workspace }).waitFor();
  await page.getByRole('heading', { level: 1, name: say('nav/home') }).waitFor();
}

/** Goes to a page by the list at the left. */
export async function goTo({ page, texts: { say }, hand }: Guided, place: string): Promise<void> {
  const list = page.getByRole('navigation', { name: say('frame/navigation') });
  await hand.press(list.getByRole('link', { name: say(`nav/${place}`), exact: true }));
  await page.getByRole('heading', { level: 1, name: say(`nav/${place}`) }).waitFor();
}

/** Connects an account by a token, from the list of connections. */
export async function connect(
  { page, texts, hand }: Guided,
  account: { connector: string; app: string; field: string; token: string; name: string },
): Promise<void> {
  const { say } = texts;
  const main = page.getByRole('main');
  await goTo({ page, texts, hand }, 'connections');
  await hand.press(main.getByRole('link', { name: say('connection/add') }).first());
  await page.getByRole('heading', { level: 1, name: say('connection/add') }).waitFor();
  await hand.press(main.getByRole('link', { name: say('connection/addTo', { app: account.app }) }));
  const label = texts.of(account.connector).label(['auth', 'token'], account.field);
  await hand.type(page.getByRole('textbox', { name: label, exact: true }), account.token);
  await hand.type(page.getByRole('textbox', { name: say('connection/name') }), account.name);
  await hand.press(page.getByRole('button', { name: say('connection/testAndConnect') }));
  await page.getByRole('heading', { level: 1, name: account.name }).waitFor();
}

/** The five steps: at each signature, a deal, at the place, with title and contact from the event. */
export async function fiveSteps(
  guided: Guided,
  accounts: { clicksign: string; rdstation: string },
  place: { pipeline: string; stage: string },
): Promise<void> {
  const { page, texts, hand } = guided;
  const [clicksign, rdstation] = [texts.of('clicksign'), texts.of('rdstation')];
  const next = () => hand.press(page.getByRole('button', { name: texts.say('guide/continue') }));
  const radio = (name: string) => page.getByRole('radio', { name, exact: true });
  await hand.press(page.getByRole('button', { name: 'Clicksign', exact: true }));
  await hand.choose(radio(clicksign.question('signed')!));
  await hand.choose(radio(clicksign.answer('signed', 'document.signed')));
  await next();
  await hand.press(page.getByRole('button', { name: 'RD Station CRM', exact: true }));
  await hand.choose(radio(rdstation.action('deal.upsert')));
  await next();
  for (const [app, name] of [
    ['Clicksign', accounts.clicksign],
    ['RD Station CRM', accounts.rdstation],
  ] as const) {
    await useAccount(guided, texts.say('guide/account', { app }), name);
  }
  await next();
  const label = (field: string) => rdstation.label(['actions', 'deal.upsert'], field);
  const list = (field: string) => page.getByRole('combobox', { name: label(field), exact: true });
  await hand.pick(list('pipeline_id'), place.pipeline);
  await hand.pick(list('stage_id'), place.stage);
  await next();
  for (const [field, path] of [
    ['title', 'document.filename'],
    ['contact_email', 'signer.email'],
    ['contact_name', 'signer.name'],
  ] as const) {
    const box = page.getByRole('textbox', { name: label(field), exact: true });
    await hand.insert(box, label(field), clicksign.output(path));
  }
}

/** The only account of a tool is chosen by itself, unless the guide was quicker than the list of accounts. */
async function useAccount({ page, hand }: Guided, label: string, account: string): Promise<void> {
  const list = page.getByRole('combobox', { name: label, exact: true });
  await list.and(page.locator(':enabled')).waitFor();
  if ((await list.inputValue()) !== account) await hand.pick(list, account);
}

/** Asks what would happen with the newest real document, and waits for the answer. */
export async function rehearse({ page, texts: { say }, hand }: Guided): Promise<void> {
  const panel = page.getByRole('region', { name: say('rehearsal/title') });
  await hand.press(panel.getByRole('button', { name: say('rehearsal/lookOne') }));
  await panel.getByText(say('rehearsal/nothingWritten')).waitFor();
}

/** Pauses the workflow whose page is open. */
export async function pause({ page, texts: { say }, hand }: Guided): Promise<void> {
  await hand.press(page.getByRole('button', { name: say('workflow/pause') }));
  await page.getByText(say('workflow/state/paused', { version: 1 })).waitFor();
}

/** Publishes and waits until the first version runs. */
export async function publish({ page, texts: { say }, hand }: Guided): Promise<void> {
  await hand.press(page.getByRole('button', { name: say('workflow/publish'), exact: true }));
  await page.getByText(say('workflow/state/published', { version: 1 })).waitFor();
}
