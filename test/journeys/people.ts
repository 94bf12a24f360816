import type { Page } from 'playwright-core';
import type { JourneyBrowser } from './browser.ts';
import type { Texts } from './texts.ts';

/** People of a workspace: how they come in, and what an admin does about them. */

export type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;

/** Somebody with an account, and their browser as far as it is signed in. */
export interface Person {
  name: string;
  email: string;
  password: string;
  cookies: Cookies;
}

export function person(name: string, email: string): Person {
  return { name, email, password: 'correct horse battery', cookies: [] };
}

/** Walks as somebody, in a browser of their own that keeps being signed in from one walk to the next. */
export function walkAs<Result>(
  browser: JourneyBrowser,
  who: Person,
  walk: (page: Page) => Promise<Result>,
): Promise<Result> {
  return browser.visit({}, async (page) => {
    await page.context().addCookies(who.cookies);
    const result = await walk(page);
    who.cookies = await page.context().cookies();
    return result;
  });
}

/** Types email and password on the sign-in page. */
export async function typePassword(page: Page, hub: string, who: Person, { say }: Texts): Promise<void> {
  await page.goto(`${hub}/sign-in`);
  await page.getByLabel(say('signIn/email')).fill(who.email);
  await page.getByLabel(say('signIn/password'), { exact: true }).fill(who.password);
  await page.getByRole('button', { name: say('signIn/submit'), exact: true }).click();
}

/** Invites somebody on the page of members; gives the link that is shown once. */
export async function invite(
  page: Page,
  invited: { email: string; role: string },
  { say }: Texts,
): Promise<string> {
  await page.getByRole('button', { name: say('invitations/new') }).click();
  const asking = page.getByRole('dialog', { name: say('invitations/new') });
  await asking.getByLabel(say('signIn/email')).fill(invited.email);
  await asking.getByRole('combobox', { name: say('keys/role') }).click();
  await page.getByRole('option', { name: say(`role/${invited.role}`), exact: true }).click();
  await asking.getByRole('button', { name: say('invitations/make') }).click();
  const made = page.getByRole('dialog', { name: say('invitations/madeTitle') });
  const link = await made.locator('pre').innerText();
  await made.getByRole('button', { name: say('link/done') }).click();
  await page.getByRole('listitem').filter({ hasText: invited.email }).waitFor();
  return link;
}

/** Follows an invitation as somebody who has no account yet, up to the first page of the workspace. */
export async function accept(page: Page, link: string, who: Person, { say }: Texts): Promise<void> {
  await page.goto(link);
  await page.getByLabel(say('setUp/name')).fill(who.name);
  await page.getByLabel(say('signIn/password'), { exact: true }).fill(who.password);
  await page.getByRole('button', { name: say('invite/join') }).click();
  await page.getByRole('heading', { level: 1, name: say('nav/home') }).waitFor();
}

/** Makes a link to a new password for a member, on the page of members; gives it. */
export async function makeResetLink(page: Page, who: Person, { say }: Texts): Promise<string> {
  const row = page.getByRole('listitem').filter({ hasText: who.email });
  await row.getByRole('button', { name: say('members/resetLink') }).click();
  const dialog = page.getByRole('dialog', { name: say('members/resetTitle', { name: who.name }) });
  await dialog.getByRole('button', { name: say('members/resetMake') }).click();
  const link = await dialog.locator('pre').innerText();
  await dialog.getByRole('button', { name: say('link/done') }).click();
  return link;
}

/** Follows a link to a new password and sets `who.password`. */
export async function chooseNewPassword(
  page: Page,
  link: string,
  who: Person,
  { say }: Texts,
): Promise<void> {
  await page.goto(link);
  await page.getByLabel(say('account/newPassword'), { exact: true }).fill(who.password);
  await page.getByRole('button', { name: say('reset/submit') }).click();
  await page.getByText(say('reset/done')).waitFor();
}

/** Removes a member on the page of members. */
export async function remove(page: Page, who: Person, workspace: string, { say }: Texts): Promise<void> {
  const row = page.getByRole('listitem').filter({ hasText: who.email });
  await row.getByRole('button', { name: say('actions/remove') }).click();
  const dialog = page.getByRole('dialog', {
    name: say('members/removeTitle', { name: who.name, workspace }),
  });
  await dialog.getByRole('button', { name: say('members/remove') }).click();
  await row.waitFor({ state: 'detached' });
}

/** Turns sign-in with a code on, on the page of one's own account; gives the secret of the app. */
export async function turnOnCodes(
  page: Page,
  who: Person,
  codeOf: (secret: string) => string,
  { say }: Texts,
): Promise<string> {
  await page.getByRole('button', { name: say('twoFactor/turnOn') }).click();
  const dialog = page.getByRole('dialog', { name: say('twoFactor/turnOn') });
  await dialog.getByLabel(say('signIn/password'), { exact: true }).fill(who.password);
  await dialog.getByRole('button', { name: say('twoFactor/next') }).click();
  const secret = await dialog.locator('pre').innerText();
  await dialog.getByLabel(say('code/code')).fill(codeOf(secret));
  await dialog.getByRole('button', { name: say('twoFactor/turnOn') }).click();
  await dialog.getByText(say('twoFactor/keepCodes')).waitFor();
  await dialog.getByRole('button', { name: say('twoFactor/kept') }).click();
  await page.getByText(say('twoFactor/isOn'), { exact: true }).waitFor();
  return secret;
}
