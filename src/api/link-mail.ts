import { messageOf } from '#std/errors.ts';
import type { LinkMail } from './contract.ts';
import type { ApiParts } from './rooms.ts';

/** A link to be mailed, with what its text names. */
export interface LinkToMail {
  to: string;
  template: 'invitation' | 'password-reset';
  /** Language of the text. */
  locale: string;
  link: string;
  /** Milliseconds since the epoch, told in `timeZone` (IANA name). */
  expiresAt: number;
  timeZone: string;
  params?: Record<string, string>;
}

/** Mails a link where there is a mail server. A mail that does not go is logged and told, never thrown: the link is good without. */
export async function mailLink(
  { mailer, log }: Pick<ApiParts, 'mailer' | 'log'>,
  { to, template, locale, link, expiresAt, timeZone, params = {} }: LinkToMail,
): Promise<LinkMail> {
  if (!mailer) return 'off';
  try {
    const until = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone });
    await mailer.send({ to, locale, template, params: { ...params, link, until: until.format(expiresAt) } });
    return 'sent';
  } catch (error) {
    log.error({ template, error: messageOf(error) }, 'a mail with a link was not sent');
    return 'failed';
  }
}
