import type { Trigger } from '#kit/connector.ts';
import { changeOutput, matching, recordOutput, textSettings } from './settings.ts';

/** A deal moved to a stage. Stages of all pipelines have ids of their own, so the pipeline only helps to choose. */
export const dealStageChanged: Trigger = {
  key: 'deal.stage_changed',
  version: 1,
  subscribes: ['deal.propertyChange:dealstage'],
  settings: textSettings(['pipeline', 'stage']),
  fields: [
    { key: 'pipeline', type: 'select', options: { from: 'pipelines' }, clears: ['stage'] },
    { key: 'stage', type: 'select', options: { from: 'stages', dependsOn: ['pipeline'] } },
  ],
  output: [
    { path: 'deal.id', type: 'text', sample: '51001' },
    { path: 'deal.stage_id', type: 'text', sample: 'closedwon' },
    ...recordOutput,
    ...changeOutput,
  ],
  matches: matching({ stage: 'deal.stage_id' }),
};
