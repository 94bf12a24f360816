/**
 * A kind of record of one CRM: contact, company, deal. What is particular to it is data that the CRM's connector
 * contributes, so that no room asks whose CRM it is.
 */
export interface ObjectType {
  /** HubSpot's id where there is one (`0-1`), for custom objects `2-…`. */
  id: string;
  /** One word, lowercase: `contact`. */
  name: string;
  plural: string;
  /** The CRM's own word for people; null for the standard objects, whose words are translated. */
  label: string | null;
  /** Properties whose values, put together, are what people call a record. */
  title: string[];
  /** The same where all of those are empty. */
  titleElse: string | null;
  /** Properties that free text is looked for in. */
  search: string[];
  /** Of each group at least one must have a value. */
  requires: string[][];
  /** Properties that the CRM writes itself: its id of the record, when it was made and last changed. */
  stamps: { id: string; created: string; modified: string } | null;
  /** Enumerations that move forward in the order of their options, unless they are cleared first. */
  forwardOnly: string[];
  /** For a unique property, the property that keeps further values which are as unique (after a merge): `;` between. */
  alternates: Record<string, string>;
  /** Properties that name the pipeline and the stage in it. */
  pipeline: { pipeline: string; stage: string } | null;
}

/** A kind of association between two objects, in one direction. */
export interface AssociationType {
  /** Names of objects. */
  from: string;
  to: string;
  typeId: number;
  category: string;
  /** Null: the plain one that each other one brings along. */
  label: string | null;
  /** Type id of the other direction. */
  inverse: number;
  /** A record has at most one of it: the primary company. */
  single?: boolean;
}

/** Steps that records of an object go through. */
export interface Pipeline {
  id: string;
  label: string;
  stages: Stage[];
}

export interface Stage {
  id: string;
  label: string;
  /** As HubSpot keeps it: `probability` and `isClosed` of a deal, `ticketState` of a ticket; texts. */
  metadata: Record<string, string>;
}

/** What people call a record: the values of its title, or else its number. */
export function titleOf(
  object: Pick<ObjectType, 'title' | 'titleElse'>,
  values: Record<string, string>,
): string {
  const parts = object.title.map((name) => values[name]?.trim() ?? '').filter((part) => part !== '');
  if (parts.length > 0) return parts.join(' ');
  return (object.titleElse === null ? undefined : values[object.titleElse]) ?? '';
}
