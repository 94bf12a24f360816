import { z } from 'zod';
import type { Trigger } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import { dealOutput, pipelineField, stageField, standsThere } from './settings.ts';

const settings = z.object({
  pipeline_id: z.string().nullish(),
  stage_id: z.string().nullish(),
  include_created: z.boolean().nullish(),
}) as unknown as z.ZodType<JsonObject>;

/**
 * A deal reached a stage. RD has no event for it: every deal body is compared by deal and stage. `deal.created` must
 * come in too, so that a new deal's first stage is known and its first edit is not taken for a change.
 */
export const dealStageChanged: Trigger = {
  key: 'deal.stage_changed',
  version: 1,
  subscribes: ['crm_deal_created', 'crm_deal_updated'],
  settings,
  fields: [pipelineField, stageField, { key: 'include_created', type: 'boolean', default: false }],
  output: [...dealOutput, { path: 'created', type: 'boolean', sample: false }],
  matches: (chosen, data) =>
    standsThere(chosen, data) && (data['created'] !== true || chosen['include_created'] === true),
};
