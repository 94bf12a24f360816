import { createTransport } from 'nodemailer';
import { AppError, messageOf } from '../../std/errors.ts';
import { words } from './texts.ts';

/** A mail to one person: which text, in which language, with what filled in. */
export interface Mail {
  to: string;
  /** Language of the text; one that nobody wrote becomes English. */
  locale: string;
  /** Key of `texts/<language>.json`, without `/subject` and `/text`. */
  template: string;
  params: Record<string, string>;
  /** Makes the Message-ID, so that a mail sent twice can be recognised as one. */
  key?: string;
}

export interface Mailer {
  /**
   * Hands the mail to the SMTP server. Throws AppError `unavailable` when the server did not take it, with parameters
   * `smtp` (its status, when it answered) and `final` (it would answer the same again).
   */
  send(mail: Mail): Promise<void>;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`. A secret. */
  url: string;
  /** Sender: `Countersign <hub@example.com>`. */
  from: string;
  /** Longest wait for the server, in milliseconds, for the whole mail. */
  timeoutMs?: number;
}

/** Mails over the operator's SMTP server: a connection a mail, none kept open. */
export function createMailer({ url, from, timeoutMs = 20_000 }: MailerOptions): Mailer {
  const each = Math.min(10_000, timeoutMs);
  const transport = createTransport({
    url,
    connectionTimeout: each,
    greetingTimeout: each,
    socketTimeout: each,
    dnsTimeout: each,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'countersign';

  return {
    async send({ to, locale, template, params, key }) {
      const { subject, text, html } = words(locale, template, params);
      const sending = transport.sendMail({
        from,
        // As an object, so that a comma does not make it two people.
        to: { name: '', address: to },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(key === undefined ? {} : { messageId: `<${key}@${domain}>` }),
      });
      await within(sending, timeoutMs).catch((error: unknown) => {
        throw refusedMail(error);
      });
    },
  };
}

/** A server that says a word now and then never lets a socket's timeout begin. */
async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ms / 1000} seconds`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What went wrong, without the address of the server, which may hold a password. */
function refusedMail(error: unknown): AppError {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const said = messageOf(error)
    .replace(/smtps?:\/\/\S+/g, '[smtp]')
    .slice(0, 300);
  // A refused sign-in (EAUTH) is the operator's to mend, and may be mended: it is tried again.
  const final = code !== 'EAUTH' && (code === 'EENVELOPE' || (responseCode ?? 0) >= 500);
  return new AppError('unavailable', `The mail server did not take the mail: ${said}`, {
    params: { smtp: responseCode ?? null, final },
  });
}
