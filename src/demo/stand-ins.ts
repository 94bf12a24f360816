import type { StandIn } from '../connectors/emulators.ts';
import type { Clock } from '../std/clock.ts';
import { createChat } from './chat/chat.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { mailboxApp } from './mailbox/pages.ts';

/** What stands beside the vendors' emulators: the mails we sent, and chats that take our notices. */
export function standIns(mailbox: Mailbox, clock: Clock): StandIn[] {
  return [
    {
      key: 'mailbox',
      title: 'Mailbox',
      text: 'Every mail the hub sends: notices, invitations, links for a new password.',
      app: mailboxApp(mailbox),
    },
    {
      key: 'chat',
      title: 'Chats',
      text: 'Incoming webhooks as Slack and Microsoft Teams have them, and a receiver of signed posts.',
      app: createChat({ clock }),
    },
  ];
}
