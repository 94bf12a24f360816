import type { Field } from '#kit/field.ts';
import { evidences } from './input.ts';
import { slotFields } from './signer-slots.ts';

/** The common ones of Clicksign's many roles (API v3 docs, read 2026-11). */
const roles = [
  'sign',
  'party',
  'contractor',
  'contractee',
  'witness',
  'approve',
  'intervening',
  'receipt',
  'administrator',
  'guarantor',
  'lawyer',
];

const fromTemplate = { field: 'source', in: ['template'] };
const fromFile = { field: 'source', in: ['file'] };

export const createFields: Field[] = [
  { key: 'name', type: 'template', required: true },
  {
    key: 'source',
    type: 'select',
    required: true,
    default: 'template',
    options: { values: ['template', 'file'] },
  },
  { key: 'template', type: 'select', required: true, options: { from: 'templates' }, showIf: fromTemplate },
  {
    key: 'template_data',
    type: 'mapping',
    targets: { from: 'template_fields', dependsOn: ['template'] },
    showIf: fromTemplate,
  },
  { key: 'file_name', type: 'template', showIf: fromFile },
  { key: 'content_base64', type: 'template', showIf: fromFile },
  ...slotFields(evidences, roles),
  { key: 'message', type: 'template' },
  { key: 'company', type: 'template' },
  { key: 'folder_id', type: 'select', options: { from: 'folder_ids' } },
  { key: 'deadline_days', type: 'number', default: 30 },
  {
    key: 'remind_interval',
    type: 'select',
    default: '3',
    options: { values: ['off', '1', '2', '3', '7', '14'] },
  },
  { key: 'locale', type: 'select', default: 'pt-BR', options: { values: ['pt-BR', 'en-US'] } },
  { key: 'auto_close', type: 'boolean', default: true },
  { key: 'refusable', type: 'boolean', default: false },
  { key: 'ask_documentation', type: 'boolean', default: true },
  { key: 'start', type: 'boolean', default: true },
];
