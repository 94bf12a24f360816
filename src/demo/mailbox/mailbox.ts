import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Clock } from '#std/clock.ts';

/** A mail as it arrived. */
export interface ReceivedMail {
  /** Counts up from 1. */
  id: number;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  text: string;
  html: string | null;
  /** Addresses of the web in it. */
  links: string[];
}

/** The emulated mail server: takes every mail and keeps the newest. */
export interface Mailbox {
  /** Newest first. */
  mails(): ReceivedMail[];
  /** Starts listening; gives the port. Rejects with EADDRINUSE when the port is taken. */
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

const mostMails = 200;
const mostBytes = 1_048_576;

/**
 * A mail server that delivers to nobody: whatever is sent to it is listed. No sign-in, no TLS; addresses without a
 * domain are refused as mail servers do (RFC 5321 §4.1.2).
 */
export function createMailbox({ clock }: { clock: Clock }): Mailbox {
  const kept: ReceivedMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    size: mostBytes,
    onRcptTo: ({ address }, _session, done) => {
      if (/^[^@\s]+@[^@\s]+$/.test(address)) return done();
      const refusal = Object.assign(new Error('5.1.3 Bad recipient address syntax'), { responseCode: 501 });
      done(refusal);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          return done(Object.assign(new Error('5.3.4 The mail is too big'), { responseCode: 552 }));
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          kept.unshift(received(mail, to, { id: ++count, receivedAt: new Date(clock.now()).toISOString() }));
          kept.splice(mostMails);
          done();
        }, done);
      });
    },
  });
  return {
    mails: () => kept,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        const listening = server.listen(port, host, () => {
          server.off('error', reject);
          // A sender that breaks off is its own trouble.
          server.on('error', () => undefined);
          resolve((listening.address() as AddressInfo).port);
        });
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function received(mail: Email, to: string[], at: { id: number; receivedAt: string }): ReceivedMail {
  const text = mail.text ?? '';
  return {
    ...at,
    from: mail.from?.address ?? '',
    to,
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    text,
    html: mail.html ?? null,
    links: [...new Set(text.match(/https?:\/\/[^\s<>"']+/g) ?? [])],
  };
}
