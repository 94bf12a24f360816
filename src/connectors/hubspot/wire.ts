import { z } from 'zod';

/** Shapes of HubSpot's answers, as far as they are used. Ids come as numbers here and texts there. */

export const id = z.union([z.string(), z.number()]).transform(String);
const text = z.string().nullish();
const values = z.record(
  z.string(),
  z
    .string()
    .nullish()
    .transform((value) => value ?? null),
);
export const paging = z.object({ next: z.object({ after: z.string() }).nullish() }).nullish();

const pastValue = z.object({
  value: text,
  timestamp: z.string(),
  sourceType: z.string(),
  sourceId: text,
});

/** A record. */
export const record = z.object({
  id,
  properties: values,
  propertiesWithHistory: z.record(z.string(), z.array(pastValue)).nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  archived: z.boolean().nullish(),
  objectWriteTraceId: text,
  new: z.boolean().nullish(),
});
export type WireRecord = z.output<typeof record>;
/** The envelope of batches; with 207 some inputs were refused. */
export function batchOf<Item extends z.ZodType>(item: Item) {
  return z.object({ results: z.array(item), errors: z.array(z.json()).nullish() });
}
export const recordBatch = batchOf(record);
export const recordPage = z.object({ results: z.array(record), paging });
export const searchPage = z.object({ total: z.number(), results: z.array(record), paging });

export const propertyDefinition = z.object({
  name: z.string(),
  label: z.string(),
  description: text,
  type: z.string(),
  fieldType: z.string(),
  groupName: text,
  options: z
    .array(
      z.object({
        value: z.string(),
        label: z.string(),
        hidden: z.boolean().nullish(),
        displayOrder: z.number().nullish(),
      }),
    )
    .nullish(),
  hasUniqueValue: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  calculated: z.boolean().nullish(),
  hubspotDefined: z.boolean().nullish(),
  referencedObjectType: text,
  modificationMetadata: z.object({ readOnlyValue: z.boolean().nullish() }).nullish(),
});
export type WireProperty = z.output<typeof propertyDefinition>;
export const propertyList = z.object({ results: z.array(propertyDefinition) });

const stage = z.object({
  id: z.string(),
  label: z.string(),
  displayOrder: z.number().nullish(),
  archived: z.boolean().nullish(),
  metadata: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]).transform(String)).nullish(),
});
export const pipelineList = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      displayOrder: z.number().nullish(),
      archived: z.boolean().nullish(),
      stages: z.array(stage),
    }),
  ),
});

export const ownerPage = z.object({
  results: z.array(
    z.object({ id, email: text, firstName: text, lastName: text, archived: z.boolean().nullish() }),
  ),
  paging,
});

export const schemaList = z.object({
  results: z.array(
    z.object({
      objectTypeId: z.string(),
      name: z.string(),
      labels: z.object({ singular: text, plural: text }).nullish(),
      primaryDisplayProperty: text,
      searchableProperties: z.array(z.string()).nullish(),
      requiredProperties: z.array(z.string()).nullish(),
      associations: z.array(z.object({ fromObjectTypeId: z.string(), toObjectTypeId: z.string() })).nullish(),
    }),
  ),
});

export const labelList = z.object({
  results: z.array(z.object({ category: z.string(), typeId: z.number(), label: text })),
});

const link = z.object({
  toObjectId: id,
  associationTypes: z.array(z.object({ category: z.string(), typeId: z.number(), label: text })),
});
export type WireLink = z.output<typeof link>;
export const linkPage = z.object({ results: z.array(link), paging });
export const linkBatch = batchOf(z.object({ from: z.object({ id }), to: z.array(link), paging }));

export const account = z.object({
  portalId: id,
  timeZone: text,
  companyCurrency: text,
  uiDomain: text,
  accountType: text,
});
export const tokenInfo = z.object({
  hub_domain: text,
  user: text,
  app_id: id.nullish(),
  scopes: z.array(z.string()).nullish(),
});
export const privateTokenInfo = z.object({ scopes: z.array(z.string()).nullish(), appId: id.nullish() });

export const listSearch = z.object({
  lists: z.array(z.object({ listId: id, name: z.string(), objectTypeId: text, processingType: text })),
  hasMore: z.boolean().nullish(),
  offset: z.number().nullish(),
});
