import type { Json } from '../std/json.ts';

/**
 * One input of a form, as data: the console draws it without knowing the connector. Labels and help are looked up by
 * key (`connectors.<connector>.<place>.<field key>.label`), never sent as prose.
 */
export interface Field {
  key: string;
  type:
    | 'text'
    | 'longtext'
    | 'template'
    | 'number'
    | 'boolean'
    | 'date'
    | 'select'
    | 'multiselect'
    | 'mapping'
    | 'secret'
    | 'url';
  required?: boolean;
  default?: Json;
  /** Fixed choices (labels by key), or the name of a loader that reads them from the account. */
  options?: { values: string[] } | { from: string; dependsOn?: string[] };
  /** Fields emptied when this one changes: changing the pipeline clears the stage. */
  clears?: string[];
  /** Shown only while another field has one of these values. */
  showIf?: { field: string; in: Json[] };
  /** For `mapping`: the loader that lists what can be filled. */
  targets?: { from: string; dependsOn?: string[] };
}

/** One choice, read live from an account. `label` is the account's own word. */
export interface Option {
  value: string;
  label: string;
  /** A heading to stand under (the pipeline of a stage, "Contact" of a field). */
  group?: string;
  /** For options that are fields: what may be put in. */
  type?: 'text' | 'number' | 'boolean' | 'date' | 'option' | 'multiple';
  choices?: string[];
  custom?: boolean;
}

/** A value that a trigger or an action offers to later steps. */
export interface OutputField {
  /** Way into the data: `document.filename`, `signer.email`. */
  path: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object';
  sample: Json;
  /** True for personal numbers and the like: masked when the history is read. */
  sensitive?: boolean;
}
