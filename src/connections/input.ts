import type { AuthMethod, Connector, Environment } from '../kit/connector.ts';
import type { Field } from '../kit/field.ts';
import { AppError, type Fault } from '../std/errors.ts';
import type { JsonObject } from '../std/json.ts';
import { connectorOf } from './accounts.ts';
import { authMethodOf, environmentOf } from './environments.ts';
import type { Credentials } from './open-connection.ts';

/** What a person enters to connect an account. */
export interface NewConnection {
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  credentials: Record<string, string>;
  settings?: JsonObject | undefined;
}

/** The same, looked up and complete. */
export interface CheckedInput {
  connector: Connector;
  name: string;
  environment: Environment;
  method: AuthMethod;
  credentials: Credentials;
  settings: JsonObject;
}

const MAX_NAME_LENGTH = 120;

/** Looks up what was named and checks what was entered. Throws AppError `invalid` with the faults of all fields. */
export function checkInput(
  connectors: Record<string, Connector>,
  emulatorOrigin: string | null,
  input: NewConnection,
): CheckedInput {
  const connector = connectorOf(connectors, input.connector);
  const environment = environmentOf(connector, input.environment, emulatorOrigin);
  const method = authMethodOf(connector, input.authMethod);
  const credentials = trimmed(method.fields, input.credentials);
  const settings = settingsOf(connector, input.settings ?? {});
  const name = input.name.trim();
  const faults = [
    ...nameFaults(name),
    ...missing(method.fields, credentials, 'credentials'),
    ...missing(connector.settings ?? [], settings, 'settings'),
  ];
  if (faults.length > 0) throw new AppError('invalid', 'Some fields are missing or too long.', { faults });
  return { connector, name, environment, method, credentials, settings };
}

/** What is wrong with a connection's name. */
export function nameFaults(name: string): Fault[] {
  if (name.trim() === '') return [{ path: 'name', code: 'required' }];
  if (name.length > MAX_NAME_LENGTH) {
    return [{ path: 'name', code: 'too_long', params: { max: MAX_NAME_LENGTH } }];
  }
  return [];
}

/** The credentials a method knows, without the blanks that copying brings along. */
export function trimmed(fields: readonly Field[], entered: Record<string, string>): Credentials {
  const known = fields.flatMap(({ key }) => {
    const value = Object.hasOwn(entered, key) ? entered[key]?.trim() : undefined;
    return value ? [[key, value] as const] : [];
  });
  return Object.fromEntries(known);
}

/** The settings a connector knows, with its defaults for what was not given. */
export function settingsOf(connector: Connector, given: JsonObject): JsonObject {
  const settings: JsonObject = {};
  for (const { key, default: fallback } of connector.settings ?? []) {
    const value = (Object.hasOwn(given, key) ? given[key] : undefined) ?? fallback;
    if (value !== undefined) settings[key] = value;
  }
  return settings;
}

/** A fault for each required field without a value. */
export function missing(fields: readonly Field[], values: JsonObject, place: string): Fault[] {
  return fields
    .filter(({ key, required }) => required === true && (values[key] ?? '') === '')
    .map(({ key }) => ({ path: `${place}.${key}`, code: 'required' }));
}
