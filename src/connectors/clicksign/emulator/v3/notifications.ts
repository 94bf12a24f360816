import { requestMail, signersToAsk } from '../model/mails.ts';
import { brasilia } from '../model/moment.ts';
import { forbidden, notFound, Refusal } from '../model/refusal.ts';
import type { EnvelopeRow, LinkRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';
import { answer } from './answer.ts';
import { envelopeOf, type V3 } from './api.ts';
import { readBody, readResource, type AttributeRules } from './attributes.ts';

const rules: AttributeRules = { message: { type: 'string', nullable: true } };

/** Asking signers to sign: all whose turn it is, or one. Each endpoint once a minute. */
export function notificationRoutes({ app, store, notifications, change }: V3): void {
  function notify(envelope: EnvelopeRow, key: string, message: string | null, asked: LinkRow[]) {
    if (envelope.status !== 'running') throw forbidden('envelope não está com status running');
    const allowance = notifications.take(key);
    if (!allowance.allowed) throw new Refusal({ kind: 'too_many', resetAt: allowance.resetAt });
    return change(() => {
      store.envelopes.put({ ...envelope, notified: true });
      const summary = asked.map((link) => ({
        signer_id: link.signerId,
        notified: requestMail(store, link, message),
      }));
      store.parts.journal.record('notification.created', envelope.id, { summary });
      return {
        id: store.parts.newId(),
        type: 'notifications',
        attributes: { message: message ?? envelope.defaultMessage, summary, created: brasilia(store.now()) },
      };
    });
  }

  app.post('/envelopes/:envelope/notifications', async (c) => {
    const envelope = envelopeOf(store, c);
    const message = messageIn(await c.req.arrayBuffer());
    return answer(c, { data: notify(envelope, envelope.id, message, signersToAsk(store, envelope)) });
  });
  app.post('/envelopes/:envelope/signers/:id/notifications', async (c) => {
    const envelope = envelopeOf(store, c);
    const id = c.req.param('id');
    if (store.signers.get(id)?.envelopeId !== envelope.id) throw notFound(id);
    const message = messageIn(await c.req.arrayBuffer());
    return answer(c, { data: notify(envelope, id, message, askedOne(store, envelope, id)) });
  });
}

function askedOne(store: Store, envelope: EnvelopeRow, signerId: string): LinkRow[] {
  return signersToAsk(store, envelope).filter((link) => link.signerId === signerId);
}

function messageIn(bytes: ArrayBuffer): string | null {
  const { attributes } = readResource(readBody(bytes), { type: 'notifications', rules });
  return (attributes['message'] as string | null | undefined) ?? null;
}
