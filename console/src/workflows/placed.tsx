import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../../src/api/contract.ts';
import { useOptions } from '../api/queries.ts';
import { sampleText } from '../fields/insertion.ts';
import { isBlank, loaderParams, shownFields, splitFields, type Source } from '../fields/model.ts';
import { firstAction } from './guide.ts';
import { useGuide } from './guide-scope.ts';

type LiveField = Field & { options: Source };

/** Where the result goes, by the account's own names: "Vendas ▸ Contrato assinado". */
export function Placed() {
  const { t } = useTranslation();
  const { definition, parts } = useGuide();
  const action = firstAction(definition);
  const fields = shownFields(splitFields(parts.action?.fields ?? []).choices, action?.input ?? {});
  const chosen = fields.filter(
    (field): field is LiveField =>
      field.required === true &&
      field.options !== undefined &&
      'from' in field.options &&
      !isBlank(action?.input[field.key]),
  );
  if (!action || chosen.length === 0) return t('guide/hint/placed');
  return chosen.map((field, index) => (
    <Fragment key={field.key}>
      {index > 0 && ' ▸ '}
      <Name
        field={field}
        fields={parts.action?.fields ?? []}
        connectionId={action.connectionId}
        values={action.input}
      />
    </Fragment>
  ));
}

interface NameProps {
  field: LiveField;
  fields: Field[];
  connectionId: string | null;
  values: Parameters<typeof loaderParams>[2];
}

/** While the account cannot be asked, its own id is still better than nothing. */
function Name({ field, fields, connectionId, values }: NameProps) {
  const asked = loaderParams(field.options, fields, values);
  const live = useOptions(connectionId, field.options.from, 'params' in asked ? asked.params : null);
  const value = values[field.key];
  return live.data?.find((option) => option.value === value)?.label ?? sampleText(value, 60);
}
