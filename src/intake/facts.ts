import { hash } from 'node:crypto';
import type { Connector, ParsedEvent } from '../kit/connector.ts';
import { Unrecognized } from '../kit/connector.ts';
import type { EventVia, NewEvent } from '../domain/run.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Id } from '../std/id.ts';
import { newId } from '../std/id.ts';
import { cleanText, parseJson } from '../std/json.ts';

const longestTitle = 500;
const earliest = Date.UTC(1000, 0);
const latest = Date.UTC(10_000, 0);

/** A verified body and where it came from. */
export interface Delivery {
  workspaceId: Id;
  connectionId: Id;
  connector: Connector;
  settings: JsonObject;
  via: EventVia;
  headers: Record<string, string> | null;
  body: Buffer;
  receivedAt: number;
  /** Epoch of the catalog under which the delivery's proof was checked; left out when it needed none. */
  epoch?: number;
}

/** A fact of a delivery, stored as an event; `parsed` is null when no trigger can use it. */
export interface Fact {
  event: NewEvent;
  parsed: ParsedEvent | null;
}

/**
 * Reads a verified body into facts, each with the key it is deduplicated by. A body nobody understands becomes one
 * `unrecognized` event, one that says nothing of interest an `ignored` one; both are kept.
 * @param onFault told when the connector failed at the body in a way nobody foresaw: sending it again would not help
 */
export function readFacts(delivery: Delivery, onFault: (error: unknown) => void = () => undefined): Fact[] {
  const { connector, receivedAt } = delivery;
  const json = parseJson(delivery.body);
  // Masked before it is read: what a run sees now is what it sees when it is loaded again.
  const masked = json === undefined ? undefined : (connector.webhooks?.mask?.(json) ?? json);
  const parsed = masked === undefined ? null : parse(delivery, masked, onFault);
  const shared = {
    workspaceId: delivery.workspaceId,
    sourceId: delivery.connectionId,
    via: delivery.via,
    headers: delivery.headers,
    body: masked === json ? delivery.body : Buffer.from(JSON.stringify(masked)),
  };
  if (!parsed || parsed.length === 0) {
    const event = {
      ...shared,
      id: newId(receivedAt),
      receivedAt,
      hash: hashOf('body', hash('sha256', delivery.body)),
      trigger: null,
      part: 0,
      title: null,
      occurredAt: null,
      outcome: parsed ? ('ignored' as const) : ('unrecognized' as const),
    };
    return [{ parsed: null, event }];
  }
  return parsed.map((fact, part) => ({
    parsed: fact,
    event: {
      ...shared,
      id: newId(receivedAt),
      receivedAt,
      hash: hashOf('fact', fact.trigger, fact.dedupeKey),
      trigger: fact.trigger,
      part,
      title: cleanText(fact.title.slice(0, longestTitle)),
      occurredAt: storableTime(fact.occurredAt),
      outcome: 'recognized' as const,
    },
  }));
}

function parse(
  { connector, settings }: Delivery,
  json: Json,
  onFault: (error: unknown) => void,
): ParsedEvent[] | null {
  try {
    return connector.webhooks?.parse(json, settings) ?? null;
  } catch (error) {
    if (!(error instanceof Unrecognized)) onFault(error);
    return null;
  }
}

/** A time of the vendor's that is none, or far outside what a database can hold, says nothing. */
function storableTime(ms: number | null): number | null {
  return ms !== null && ms >= earliest && ms <= latest ? ms : null;
}

/** 16 bytes of SHA-256: the narrow key of `seen`. */
export function hashOf(...parts: string[]): Buffer {
  return hash('sha256', parts.join('\u0000'), 'buffer').subarray(0, 16);
}
