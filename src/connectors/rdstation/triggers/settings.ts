import { z } from 'zod';
import type { Field, OutputField } from '#kit/field.ts';
import type { JsonObject } from '#std/json.ts';
import { at } from '#std/json.ts';

/** What a deal trigger can be narrowed to; blank means any. */
export const dealSettings = z.object({
  pipeline_id: z.string().nullish(),
  stage_id: z.string().nullish(),
}) as unknown as z.ZodType<JsonObject>;

export const pipelineField: Field = {
  key: 'pipeline_id',
  type: 'select',
  options: { from: 'pipelines' },
  clears: ['stage_id'],
};

export const stageField: Field = {
  key: 'stage_id',
  type: 'select',
  options: { from: 'stages', dependsOn: ['pipeline_id'] },
};

/** Whether a deal stands where the settings say. Pure. */
export function standsThere(settings: JsonObject, data: JsonObject): boolean {
  const asked = (setting: string, path: string): boolean => {
    const wanted = settings[setting];
    return wanted === undefined || wanted === null || wanted === '' || at(data, path) === wanted;
  };
  return asked('pipeline_id', 'deal.pipeline_id') && asked('stage_id', 'deal.stage_id');
}

/** What deal triggers offer. */
export const dealOutput: OutputField[] = [
  { path: 'deal.id', type: 'text', sample: '6508785674d9c0c700205a47' },
  { path: 'deal.title', type: 'text', sample: 'Contrato ACME.pdf - ACME Ltda' },
  { path: 'deal.status', type: 'text', sample: 'ongoing' },
  { path: 'deal.pipeline', type: 'text', sample: 'Vendas' },
  { path: 'deal.pipeline_id', type: 'text', sample: '622e4cee111e87000d2f52a5' },
  { path: 'deal.stage', type: 'text', sample: 'Contrato assinado' },
  { path: 'deal.stage_id', type: 'text', sample: '622e4cee412e87000d2f52a6' },
  { path: 'deal.owner', type: 'text', sample: 'Ana Souza' },
  { path: 'deal.owner_id', type: 'text', sample: '622e7fb2f678470c00157604' },
  { path: 'deal.owner_email', type: 'text', sample: 'ana@acme.com.br' },
  { path: 'deal.value', type: 'number', sample: 12000 },
  { path: 'deal.rating', type: 'number', sample: 3 },
  { path: 'deal.close_date', type: 'date', sample: '2026-12-10' },
  { path: 'deal.source', type: 'text', sample: 'Site' },
  { path: 'deal.campaign', type: 'text', sample: 'Fim de ano' },
  { path: 'deal.lost_reason', type: 'text', sample: 'Preço' },
  { path: 'deal.closed_at', type: 'date', sample: '2026-12-01T10:00:00.000-03:00' },
  { path: 'deal.created_at', type: 'date', sample: '2026-11-20T10:00:00.000-03:00' },
  { path: 'deal.updated_at', type: 'date', sample: '2026-11-21T10:00:00.000-03:00' },
  { path: 'deal.custom', type: 'object', sample: {} },
];

/** What contact triggers offer. */
export const contactOutput: OutputField[] = [
  { path: 'contact.id', type: 'text', sample: '67eac31f6282af00162eae80' },
  { path: 'contact.name', type: 'text', sample: 'Maria Silva' },
  { path: 'contact.title', type: 'text', sample: 'Diretora' },
  { path: 'contact.email', type: 'text', sample: 'maria@acme.com.br' },
  { path: 'contact.emails', type: 'list', sample: ['maria@acme.com.br'] },
  { path: 'contact.phone', type: 'text', sample: '+5511999998888' },
  { path: 'contact.phones', type: 'list', sample: ['+5511999998888'] },
  { path: 'contact.organization_id', type: 'text', sample: '6717ec11a22fcd0001ebf60b' },
  { path: 'contact.created_at', type: 'date', sample: '2026-11-20T10:00:00.000-03:00' },
  { path: 'contact.updated_at', type: 'date', sample: '2026-11-21T10:00:00.000-03:00' },
  { path: 'contact.custom', type: 'object', sample: {} },
];
