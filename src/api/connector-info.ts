import type { Connector } from '#kit/connector.ts';
import type { ConnectorInfo } from './contract.ts';

/** A connector as the console needs it: data for its forms, no code. */
export function showConnector(connector: Connector, hasEmulators: boolean): ConnectorInfo {
  const environments = connector.environments.map(({ key, kind }) => ({ key, kind }));
  const emulated =
    hasEmulators && environments.length > 0 && !environments.some(({ kind }) => kind === 'emulator');
  return {
    key: connector.key,
    name: connector.name,
    monogram: connector.monogram,
    environments: emulated ? [...environments, { key: 'emulator', kind: 'emulator' }] : environments,
    auth: connector.auth.map(({ kind, key, fields }) => ({ kind, key, fields })),
    settings: connector.settings ?? [],
    triggers: connector.triggers.map(({ key, version, fields, output }) => ({
      key,
      version,
      fields,
      output,
    })),
    questions: connector.questions ?? [],
    actions: connector.actions.map((action) => ({
      key: action.key,
      version: action.version,
      fields: action.fields,
      output: action.output,
      orderBy: action.orderBy ?? null,
      needsConnection: action.needsConnection ?? true,
    })),
    webhooks: connector.webhooks !== undefined,
    readsChanges: connector.changes !== undefined,
    holdsRecords: connector.objects !== undefined,
  };
}
