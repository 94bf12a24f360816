import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { dealResult } from '../deals/close.ts';
import { lookUpDeal } from '../deals/lookup.ts';
import { openDesk } from '../desk.ts';
import { dealOutputFields } from './deal-upsert-form.ts';
import { choice, optional, required } from './input.ts';

const input = z.object({
  by: choice(['document', 'title', 'contact', 'id'], 'document'),
  value: required,
  pipeline_id: optional,
  status: choice(['open', 'won', 'lost', 'any'], 'open'),
  on_several: choice(['fail', 'newest'], 'fail'),
});

/** Looks for a deal without changing anything. Finding none is an answer, not a failure. */
export const dealFind: Action = {
  key: 'deal.find',
  version: 1,
  input,
  fields: [
    {
      key: 'by',
      type: 'select',
      default: 'document',
      options: { values: ['document', 'title', 'contact', 'id'] },
    },
    { key: 'value', type: 'template', required: true, default: '{{ document.key }}' },
    { key: 'pipeline_id', type: 'select', options: { from: 'pipelines' } },
    { key: 'status', type: 'select', default: 'open', options: { values: ['open', 'won', 'lost', 'any'] } },
    { key: 'on_several', type: 'select', default: 'fail', options: { values: ['fail', 'newest'] } },
  ],
  output: [{ path: 'found', type: 'boolean', sample: true }, ...dealOutputFields],
  effect: { mode: 'idempotent' },
  async run(
    context: ActionContext,
    { by, value, status, ...rest }: z.output<typeof input>,
  ): Promise<ActionResult> {
    const desk = openDesk(context);
    const outcome = status === 'any' ? null : status;
    const deal = await lookUpDeal(desk, {
      by,
      value,
      pipelineId: rest.pipeline_id,
      outcome,
      onSeveral: rest.on_several,
    });
    if (!deal) return { output: { found: false, deal: null }, terms: [value] };
    const result = await dealResult(desk, deal, 'found');
    return { ...result, output: { found: true, ...result.output } };
  },
};
