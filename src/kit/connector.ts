import type { z } from 'zod';
import type { Clock } from '../std/clock.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Effects } from './effects.ts';
import type { Field, Option, OutputField } from './field.ts';
import type { VendorHttp, VendorResponse } from './http.ts';
import type { Objects } from './objects.ts';
import type { Rehearsed, RehearsalContext } from './rehearsal.ts';

/** A connector: the whole of a vendor as data and small verbs. Everything particular to a vendor is here. */
export interface Connector {
  key: string;
  /** The vendor's own name. */
  name: string;
  /** Two letters and a colour that stand for the logo. */
  monogram: { text: string; color: string };
  environments: Environment[];
  auth: AuthMethod[];
  /** What is set about a connection besides its credentials. */
  settings?: Field[];
  /** Key of the credential that signs what arrives at the endpoint, where a person chooses it. */
  signingCredential?: string;
  /** Calls allowed per account. */
  budget: Budget;
  /** Further budgets of an account, by the name a call gives (`VendorRequest.budget`): searching, apart from the rest. */
  budgets?: Record<string, Budget>;
  /**
   * How long an account is left alone after an answer, in milliseconds, where the vendor says it in a way of its own. Null:
   * as usual (`Retry-After` of a 429).
   */
  pauseAfter?(response: VendorResponse, now: number): number | null;
  /** Asks the vendor whether the credentials work; throws `VendorError`. */
  test(context: ConnectionContext): Promise<{ account: string; details?: JsonObject }>;
  triggers: Trigger[];
  /** Triggers that differ in the answer to one question; the first is the usual answer. */
  questions?: { key: string; triggers: string[] }[];
  actions: Action[];
  options: Record<string, OptionsLoader>;
  webhooks?: Webhooks;
  changes?: Changes;
  /** Its accounts are CRMs: they hold records. */
  objects?: Objects;
  /** Calls that only read although they are no GET, as `METHOD /path`: a rehearsal may make them. */
  readingCalls?: string[];
  /** A page at the vendor for one of its records, for links out of the history. */
  recordUrl?(context: { origins: Record<string, string> }, object: string, id: string): string | null;
}

/** Identity function that checks a manifest's shape where it is written. */
export function defineConnector(connector: Connector): Connector {
  return connector;
}

export interface Environment {
  key: string;
  kind: 'live' | 'sandbox' | 'emulator';
  /** Origin by name, without a trailing slash. */
  origins: Record<string, string>;
  /** Where it differs from the connector's. */
  budget?: Budget;
}

export type AuthMethod =
  | { kind: 'token'; key: string; fields: Field[] }
  | {
      kind: 'oauth2';
      key: string;
      /** Client id and secret of the user's own app, and what else is asked before consent. */
      fields: Field[];
      /** Path on the origin `accounts`. */
      authorize: { origin: string; path: string; params?: Record<string, string> };
      token: { origin: string; path: string };
      /** Where a refresh token is ended when its last connection goes: a form with it under `parameter`, and the app's id and secret. */
      revoke?: { origin: string; path: string; parameter: string };
      scopes: string[];
      refreshTokenRotates: boolean;
    };

/** `requests` per `perMs` milliseconds for one account at the vendor. */
export interface Budget {
  requests: number;
  perMs: number;
}

/** What every verb of a connector gets. */
export interface ConnectionContext {
  connection: {
    id: string;
    workspaceId: string;
    name: string;
    environment: string;
    /** Key of the auth method it was connected with. */
    auth: string;
    settings: JsonObject;
  };
  /** Decrypted; by field key. For OAuth2 also `access_token`. */
  credentials: Record<string, string>;
  origins: Record<string, string>;
  http: VendorHttp;
  clock: Clock;
  /** Remembers a read for a while in this process (pipelines, custom fields), per connection. */
  cached<Value>(key: string, ttlMs: number, load: () => Promise<Value>): Promise<Value>;
}

export interface ActionContext extends ConnectionContext {
  effects: Effects;
  /** The same for every attempt of this step of this run. */
  idempotencyKey: string;
  /** Something a person reading the run should know: a code for the console and its parameters. */
  note(code: string, params?: JsonObject): void;
}

export interface Trigger {
  /** `<noun>.<past>` */
  key: string;
  version: number;
  /** Vendor's event names this trigger needs subscribed. */
  subscribes: string[];
  settings: z.ZodType<JsonObject>;
  fields: Field[];
  output: OutputField[];
  /** Whether the settings let this event through. Pure. */
  matches(settings: JsonObject, data: JsonObject): boolean;
}

export interface Action {
  /** `<noun>.<verb>` */
  key: string;
  version: number;
  input: z.ZodType;
  fields: Field[];
  output: OutputField[];
  /** `idempotent`: may be sent again. `probe`: creates things through `effects.ensure`. */
  effect: { mode: 'idempotent' } | { mode: 'keyed' } | { mode: 'probe'; visibilityDelayMs: number };
  /** False for actions that need no account. Default true. */
  needsConnection?: boolean;
  /** Which lane its jobs run in. Default `runs`. */
  lane?: 'runs' | 'webhooks';
  /** Default order key template of a step with this action, over the trigger's data. */
  orderBy?: string;
  /** `input` was parsed by the schema. Gives what later steps may use. Throws `VendorError`, `NeedsDecision`. */
  run(context: ActionContext, input: never): Promise<ActionResult>;
  /** Says what `run` would do, by reading alone. Throws as `run` does. */
  rehearse?(context: RehearsalContext, input: never): Promise<Rehearsed>;
}

export interface ActionResult {
  output: JsonObject;
  /** Business values the run shall be found by: a deal's title, an external id. */
  terms?: string[];
  /** What it touched, for links. */
  touched?: {
    object: string;
    id: string;
    title: string;
    outcome: 'created' | 'updated' | 'found' | 'unchanged';
  }[];
}

export type OptionsLoader = (
  context: ConnectionContext,
  params: Record<string, string>,
  search: string,
) => Promise<Option[]>;

/** A request that arrived at one of our endpoints. Header names are lowercase. */
export interface InboundRequest {
  headers: Record<string, string>;
  body: Buffer;
  /** Addresses it can have been sent to, as the sender writes them, for signatures that cover the address. */
  addresses?: string[];
  /** When it came, in milliseconds since the epoch, for signatures that hold for a while. */
  receivedAt?: number;
}

/** One fact out of a request's body. */
export interface ParsedEvent {
  /** Trigger key. */
  trigger: string;
  /** Same fact, same key; same record with a new change, another key. */
  dedupeKey: string;
  /** Milliseconds since the epoch by the vendor's clock, or null. */
  occurredAt: number | null;
  /** What triggers and templates see. */
  data: JsonObject;
  /** Business values to find it by. */
  terms: string[];
  /** What people call it: a file name, a deal's title. */
  title: string;
  /** Records of a CRM it is about: the mirror reads them again. Objects by our name, or the account's own id of it. */
  records?: { object: string; externalId: string }[];
  /** The vendor's own id of the account it is about, where one address serves several accounts. */
  account?: string;
}

/** Thrown by `parse` when a verified body is not understood: it is kept and shown, and answered 2xx. */
export class Unrecognized extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unrecognized';
  }
}

export interface Webhooks {
  /** `signature`: `verify` decides. `url`: the secret in the endpoint's address is the only proof the vendor offers. */
  proof: 'signature' | 'url';
  /** Checks raw bytes against any of the active secrets, in constant time. `settings` are the connection's. */
  verify(request: InboundRequest, secrets: string[], settings: JsonObject): boolean;
  /** Facts of a body, possibly none. Pure. Throws `Unrecognized`. */
  parse(body: Json, settings: JsonObject): ParsedEvent[];
  /** Values never stored, by path pattern: replaced in the raw body before it is written. */
  mask?(body: Json): Json;
  /** Registers our endpoint at the vendor; gives what is needed to find it again, and the secret it signs with. */
  subscribe(
    context: ConnectionContext,
    wanted: { url: string; events: string[] },
  ): Promise<{ ids: string[]; secret: string | null }>;
  unsubscribe(context: ConnectionContext, ids: string[]): Promise<void>;
}

/** Reading what changed, to find what webhooks lost. */
export interface Changes {
  /** How often, in milliseconds. */
  everyMs: number;
  /** How far each read looks back behind the watermark, in milliseconds. */
  overlapMs: number;
  /**
   * Bodies shaped as the vendor's webhooks, for what changed in [from, to). They go through `webhooks.parse`, so a fact
   * already received is recognised by its dedupe key. `cursor` is what the page before gave.
   */
  read(
    context: ConnectionContext,
    range: { from: number; to: number },
    cursor: Json | null,
  ): Promise<{ bodies: Json[]; next: Json | null }>;
}
