/** A JSON schema of the OpenAPI document, as far as the reading page looks at it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  example?: unknown;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** Named schemas of the document. */
export type Shapes = Record<string, Schema>;

/** The name a reference leads to: `Run` of `#/components/schemas/Run`. */
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** The schema itself where a reference stands; what leads nowhere says nothing. */
export function resolve(schema: Schema, shapes: Shapes): Schema {
  return schema.$ref === undefined ? schema : (shapes[nameOf(schema.$ref)] ?? {});
}

/** The choices of a schema that may be one of several. */
export function choicesOf(schema: Schema): Schema[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

/** All properties of an object, those of its parts among them. */
export function propertiesOf(schema: Schema, shapes: Shapes): { properties: Shapes; required: string[] } {
  const parts = (schema.allOf ?? []).map((part) => propertiesOf(resolve(part, shapes), shapes));
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), schema.properties) as Shapes,
    required: [...parts.flatMap((part) => part.required), ...(schema.required ?? [])],
  };
}
