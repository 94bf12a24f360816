import type { Trigger } from '#kit/connector.ts';
import { matching, textSettings } from './settings.ts';

/** Somebody sent a form in. HubSpot has no webhook for it ("Webhooks API", HubSpot docs, read 2026-11): it is polled. */
export const formSubmitted: Trigger = {
  key: 'form.submitted',
  version: 1,
  subscribes: [],
  settings: textSettings(['form']),
  fields: [{ key: 'form', type: 'select', options: { from: 'forms' } }],
  output: [
    { path: 'form.id', type: 'text', sample: '6f0d7f0e-1111-4c1b-9d52-c0ffee000001' },
    { path: 'form.name', type: 'text', sample: 'Ask for a demo' },
    { path: 'form.values', type: 'object', sample: { email: 'maria@acme.example' } },
    { path: 'form.page_url', type: 'text', sample: 'https://www.example.com/demo' },
    { path: 'contact.email', type: 'text', sample: 'maria@acme.example' },
    { path: 'event.occurred_at', type: 'date', sample: '2026-11-20T10:00:00.000Z' },
    { path: 'account', type: 'text', sample: '4001001' },
  ],
  matches: matching({ form: 'form.id' }),
};
