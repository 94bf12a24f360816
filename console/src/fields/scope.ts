import { createContext, useContext } from 'react';
import type { Fault, Field, Json, JsonObject, OutputField } from '../../../src/api/contract.ts';
import type { Place } from '../i18n/words.ts';

/** A value that can be put into a template. */
export interface DataField extends OutputField {
  label: string;
}

/** What the inputs of one form share. */
export interface FormScope {
  connector: string;
  place: Place;
  /** The account live choices come from; null while none is chosen. */
  connectionId: string | null;
  fields: Field[];
  values: JsonObject;
  set: (key: string, value: Json) => void;
  /** Fields that a change of another one emptied, by their key: the other's key. */
  emptiedBy: Record<string, string>;
  faults: Record<string, Fault[]>;
  /** Values templates can take; empty where there are none. */
  data: DataField[];
  /** The same fields filled from the previewed event, when there is one. */
  rendered: JsonObject | null;
  /** The reader may look only. */
  readOnly: boolean;
}

export const FormScopeContext = createContext<FormScope | null>(null);

/** The form an input stands in. */
export function useFormScope(): FormScope {
  const scope = useContext(FormScopeContext);
  if (!scope) throw new Error('A field is drawn outside a form');
  return scope;
}
