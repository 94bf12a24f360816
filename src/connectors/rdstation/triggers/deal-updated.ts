import type { Trigger } from '#kit/connector.ts';
import { dealOutput, dealSettings, pipelineField, stageField, standsThere } from './settings.ts';

/** Anything about a deal changed. */
export const dealUpdated: Trigger = {
  key: 'deal.updated',
  version: 1,
  subscribes: ['crm_deal_updated'],
  settings: dealSettings,
  fields: [pipelineField, stageField],
  output: dealOutput,
  matches: standsThere,
};
