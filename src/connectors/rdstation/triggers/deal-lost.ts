import type { Trigger } from '#kit/connector.ts';
import { dealOutput, dealSettings, pipelineField, stageField, standsThere } from './settings.ts';

/** A deal was marked as lost. RD has no event for it: it is read off the deal's body. */
export const dealLost: Trigger = {
  key: 'deal.lost',
  version: 1,
  subscribes: ['crm_deal_created', 'crm_deal_updated'],
  settings: dealSettings,
  fields: [pipelineField, stageField],
  output: dealOutput,
  matches: standsThere,
};
