import type { Trigger } from '#kit/connector.ts';
import { dealOutput, dealSettings, pipelineField, stageField, standsThere } from './settings.ts';

/** A deal was made. */
export const dealCreated: Trigger = {
  key: 'deal.created',
  version: 1,
  subscribes: ['crm_deal_created'],
  settings: dealSettings,
  fields: [pipelineField, stageField],
  output: dealOutput,
  matches: standsThere,
};
