import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { organizationOutput, touchedOrganization } from '../deals/result.ts';
import { openDesk } from '../desk.ts';
import { fillingOf, mappingRows } from '../mapping/fields.ts';
import { settleOrganization } from '../people/organization.ts';
import { organizationOutputFields } from './deal-upsert-form.ts';
import { mappingField, required } from './input.ts';
import { visibilityDelayMs } from './visibility.ts';

const input = z.object({ organization_name: required, fields: mappingRows });

/** Creates or updates the organization with a name. */
export const organizationUpsert: Action = {
  key: 'organization.upsert',
  version: 1,
  input,
  fields: [
    { key: 'organization_name', type: 'template', required: true },
    mappingField('organizationTargets'),
  ],
  output: organizationOutputFields,
  effect: { mode: 'probe', visibilityDelayMs },
  orderBy: '{{ document.key }}',
  async run(context: ActionContext, { organization_name: name, fields }: z.output<typeof input>) {
    const desk = openDesk(context);
    const filling = await fillingOf(desk, fields, 'mobile');
    const settled = await settleOrganization(desk, name, filling.organization);
    return {
      output: { organization: organizationOutput(settled) },
      terms: [settled.organization.name, settled.organization.id],
      touched: [touchedOrganization(settled)],
    };
  },
};
