import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crm, CrmObject, CrmOwner, Pipeline, Property } from '../../../src/api/contract-records.ts';
import { useCrms, useOwners, usePipelines, useProperties, type Place } from '../api/record-queries.ts';
import { useLocale, useTimeZone } from '../i18n/locale.ts';
import { useAddressPart } from '../parts/go.tsx';
import { shownValue } from './shown-value.ts';
import { useCrmWords, type CrmWords } from './words.ts';

/** A choice of a property that has some. */
export interface Choice {
  value: string;
  label: string;
}

/** All that is needed to show and change records of one object: what it is made of, in the reader's language. */
export interface Schema {
  place: Place;
  crm: Crm;
  object: CrmObject;
  /** In the CRM's order. */
  properties: Property[];
  byName: Map<string, Property>;
  pipelines: Pipeline[];
  words: CrmWords;
  /** A value as people read it; empty for none. */
  show(property: Property, value: string | null | undefined): string;
  /** What a value may be chosen from. Stages depend on the pipeline among `values`. */
  choices(property: Property, values?: Record<string, string>): Choice[];
}

export interface Read {
  data: Schema | undefined;
  error: unknown;
  /** The CRM or the object of the address does not exist. */
  missing: boolean;
  retry: () => void;
}

/** The object of the address. */
export function usePlace(): Place {
  return { crm: useAddressPart('crm'), object: useAddressPart('object') };
}

export function useSchema(place: Place): Read {
  const crms = useCrms();
  const crm = crms.data?.find((one) => one.connection.id === place.crm);
  const object = crm?.objects.find((one) => one.name === place.object);
  const known = object ? place : null;
  const properties = useProperties(known);
  const pipelines = usePipelines(object?.pipeline ? place : null);
  const owners = useOwners(place.crm);
  const words = useCrmWords();
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const stages = object?.pipeline ? pipelines.data : noPipelines;
  const data = useMemo(
    () =>
      crm && object && properties.data && stages && owners.data
        ? schemaOf(
            { place, crm, object, words, properties: properties.data, pipelines: stages },
            { owners: owners.data, locale, timeZone, yes: t('form/yes'), no: t('form/no') },
          )
        : undefined,
    // The words are those of the language.
    [crm, object, properties.data, stages, owners.data, i18n.language, locale, timeZone],
  );
  return {
    data,
    error: crms.error ?? properties.error ?? pipelines.error ?? owners.error,
    missing: crms.data !== undefined && !object,
    retry: () => {
      for (const one of [crms, properties, pipelines, owners]) if (one.error) void one.refetch();
    },
  };
}

const noPipelines: Pipeline[] = [];

type Given = Omit<Schema, 'byName' | 'show' | 'choices'>;
interface Around {
  owners: CrmOwner[];
  locale: string;
  timeZone: string | undefined;
  yes: string;
  no: string;
}

function schemaOf(given: Given, around: Around): Schema {
  const { pipelines, words, object } = given;
  const everyStage = pipelines.flatMap((pipeline) => pipeline.stages);
  const ownerName = ({ firstName, lastName, email, id }: CrmOwner) =>
    `${firstName} ${lastName}`.trim() || (email ?? id);
  const choices: Schema['choices'] = (property, values) => {
    const named = (all: { id: string; label: string }[]) =>
      all.map(({ id, label }) => ({ value: id, label: words.option(label) }));
    switch (property.references) {
      case 'owner':
        return around.owners
          .filter((one) => !one.archived)
          .map((one) => ({ value: one.id, label: ownerName(one) }));
      case 'pipeline':
        return named(pipelines);
      case 'stage': {
        const chosen = values && object.pipeline && values[object.pipeline.pipeline];
        const own = pipelines.find(({ id }) => id === chosen) ?? (values && pipelines[0]);
        return named(own?.stages ?? everyStage);
      }
      default:
        return property.options
          .filter((one) => !one.hidden)
          .map(({ value, label }) => ({ value, label: words.option(label) }));
    }
  };
  const labels = new Map<string, Map<string, string>>();
  const labelOf = (property: Property, value: string): string => {
    let known = labels.get(property.name);
    if (!known) {
      const all =
        property.references === 'owner'
          ? around.owners.map((one) => ({ value: one.id, label: ownerName(one) }))
          : choices(property);
      const hidden = property.options.map(({ value: key, label }) => [key, words.option(label)] as const);
      known = new Map([...hidden, ...all.map((one) => [one.value, one.label] as const)]);
      labels.set(property.name, known);
    }
    return known.get(value) ?? value;
  };
  return {
    ...given,
    byName: new Map(given.properties.map((one) => [one.name, one])),
    choices,
    show: (property, value) =>
      value === null || value === undefined || value === ''
        ? ''
        : shownValue(property, value, { ...around, labelOf: (one) => labelOf(property, one) }),
  };
}
