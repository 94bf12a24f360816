import type { Webhooks } from '#kit/connector.ts';
import { openCrm } from './connect.ts';
import { eventsOf } from './events.ts';

/**
 * RD's webhooks. It signs nothing, so the secret in the endpoint's address is the proof; it wants https, an answer
 * within 5 seconds, tries five times more, and suspends a hook that keeps failing. Source: "crm-v2-webhooks", read
 * 2026-11.
 */
export const webhooks: Webhooks = {
  proof: 'url',
  verify: () => true,
  parse: eventsOf,
  async subscribe(context, { url, events }) {
    const crm = openCrm(context);
    const existing = (await crm.webhooks()).filter((hook) => hook.url === url);
    const ids: string[] = [];
    for (const event of events) {
      const same = existing.filter((hook) => hook.event === event);
      // A suspended hook does not come back by itself, and none may stand twice: it would deliver everything twice.
      const kept = same.find((hook) => hook.active);
      for (const hook of same) if (hook !== kept) await crm.deleteWebhook(hook.id);
      ids.push(kept ? kept.id : (await crm.createWebhook({ event, url })).id);
    }
    return { ids, secret: null };
  },
  async unsubscribe(context, ids) {
    const crm = openCrm(context);
    for (const id of ids) await crm.deleteWebhook(id);
  },
};
