import { connectorConformance } from '#kit/conformance/conformance.ts';
import type { CreateCase } from '#kit/conformance/subject.ts';
import { connectPrivately, countOf, edit, subject } from './account.fixture.ts';
import { hubspot } from './manifest.ts';
import { createAll } from './objects/write.ts';
import { typeNamed } from './objects/types.ts';

const contact = typeNamed('contact');

const creates: CreateCase[] = [
  {
    action: 'contact.upsert',
    input: () => ({ email: 'Maria@acme.example', fields: [{ target: 'firstname', value: 'Maria' }] }),
    call: { method: 'POST', path: '^/crm/v3/objects/contacts$' },
    count: (world) => countOf(world, 'contact.created'),
  },
  {
    action: 'company.upsert',
    input: () => ({ domain: 'https://www.acme.example/about', name: 'ACME Ltda' }),
    call: { method: 'POST', path: '^/crm/v3/objects/companies$' },
    count: (world) => countOf(world, 'company.created'),
  },
  {
    action: 'deal.upsert',
    input: () => ({
      ...{ pipeline: 'default', stage: 'contractsent', title: 'Contract ACME', amount: '1250.5' },
      key: 'db4a2cf7-0a48-481f-b669-54f2a2260ac2',
    }),
    call: { method: 'POST', path: '^/crm/v3/objects/deals/batch/upsert$' },
    count: (world) => countOf(world, 'deal.created'),
  },
  {
    action: 'note.create',
    input: async (world) => ({
      object: 'contact',
      record_id: await edit(world, { do: 'create', properties: { email: 'note@acme.example' } }),
      text: 'Signed <by both>\nand filed',
    }),
    call: { method: 'POST', path: '^/crm/v3/objects/notes$' },
    count: (world) => countOf(world, 'note.created'),
  },
  {
    action: 'task.create',
    input: async (world) => ({
      object: 'contact',
      record_id: await edit(world, { do: 'create', properties: { email: 'task@acme.example' } }),
      ...{ subject: 'Call Maria', due: '2026-12-10' },
    }),
    call: { method: 'POST', path: '^/crm/v3/objects/tasks$' },
    count: (world) => countOf(world, 'task.created'),
  },
];

connectorConformance({
  ...subject,
  errorBody: (status) => ({
    ...{ status: 'error', message: 'Property values were not valid', category: 'VALIDATION_ERROR' },
    ...(status === 429 && { policyName: 'TEN_SECONDLY_ROLLING' }),
  }),
  paging: {
    async fill(world) {
      const inputs = Array.from({ length: 250 }, (_, place) => ({ email: `page-${place}@paging.example` }));
      await createAll(world.context(), contact, inputs);
      return inputs.map(({ email }) => email);
    },
    async read(context) {
      const emails: string[] = [];
      let after: string | null = null;
      do {
        const page = await hubspot.objects!.reads!.page(context, contact, after, { properties: ['email'] });
        emails.push(...page.records.map(({ values }) => values['email'] ?? ''));
        after = page.next;
      } while (after !== null);
      return emails.filter((email) => email.endsWith('@paging.example'));
    },
  },
  hook: {
    events: [
      'contact.creation',
      'contact.propertyChange:lifecyclestage',
      'contact.propertyChange:city',
      'deal.creation',
    ],
    async cause(world) {
      const properties = { email: 'hook@acme.example', city: 'Oslo' };
      const id = await edit(world, { do: 'create', properties });
      await edit(world, { do: 'update', id, properties: { lifecyclestage: 'customer' } });
    },
    trigger: 'contact.lifecycle_changed',
  },
  creates,
});

connectorConformance({
  ...subject,
  connector: { ...hubspot, name: 'HubSpot (private app)' },
  connect: connectPrivately,
});
