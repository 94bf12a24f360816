import { resolve } from 'node:path';
import type { z } from 'zod';
import { AppError } from '#std/errors.ts';
import type { Fault } from '#std/errors.ts';
import { nearest } from '#std/nearest.ts';
import { settingNames, settings } from './settings.ts';
import type { Setting, SettingName } from './settings.ts';

export type Role = 'web' | 'worker' | 'all';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What a person may set, with defaults filled in. `docs/operations.md` documents every name. */
export interface Config {
  /** Port of the hub; the emulators take the next one. 0: any free port. */
  port: number;
  /** Address the hub listens on. */
  host: string;
  /** Absolute path. */
  dataFolder: string;
  /** Null: the embedded PostgreSQL in the data folder. A secret. */
  databaseUrl: string | null;
  /** Origin under which vendors and people reach the hub, without a slash at its end; null when not known. */
  publicUrl: string | null;
  /** Protects stored credentials. Null: generated once and kept in the data folder. */
  secret: string | null;
  role: Role;
  demo: boolean;
  /** Private hosts, addresses and ranges that outbound calls may reach, each with or without `:port`. */
  allowTargets: string[];
  /** Addresses and ranges of proxies whose X-Forwarded-… headers are believed. */
  trustProxy: string[];
  logLevel: LogLevel;
  /** Bearer token that `/metrics` asks for; null: metrics are served to this machine only. */
  metricsToken: string | null;
  /** The mail server that takes our mails; null: none, or the emulated one (`internal`). A secret. */
  smtpUrl: string | null;
  /** Sender of mails: an address, or a name with an address in angle brackets; null when not set. */
  mailFrom: string | null;
  /** What the main process tells its children; never set by a person. */
  internal: Internal;
}

export interface Internal {
  /** COUNTERSIGN_INTERNAL_DATABASE_URL: address of the database in use, the embedded one included. A secret. */
  databaseUrl: string | null;
  /** COUNTERSIGN_INTERNAL_SECRET: the secret in use, the generated one included. */
  secret: string | null;
  /** COUNTERSIGN_INTERNAL_EMULATOR_URL: origin of the emulators, when the demo is on. */
  emulatorUrl: string | null;
  /** COUNTERSIGN_INTERNAL_EMULATOR_TOKEN: what their control paths ask for. */
  emulatorToken: string | null;
  /** COUNTERSIGN_INTERNAL_SMTP_URL: the emulated mailbox, when the demo is on. */
  smtpUrl: string | null;
  /** COUNTERSIGN_INTERNAL_CRASH_AT: where chaos tests kill or stop the process (`app.ts`). */
  crashAt: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Problem extends Fault {
  sentence: string;
}

/**
 * Reads the settings. An empty value counts as not set; names that begin with COUNTERSIGN_TEST_ belong to the tests.
 * @param cwd the folder relative paths start from
 * @throws AppError `invalid` with a sentence for every unknown name and bad value
 */
export function readConfig(env: Environment, cwd: string): Config {
  const problems = unknownNames(env);
  const read = <N extends SettingName>(name: N): z.output<(typeof settings)[N]['schema']> | null => {
    const text = env[name]?.trim();
    if (text === undefined || text === '') return null;
    const setting: Setting = settings[name];
    const result = setting.schema.safeParse(text);
    if (result.success) return result.data as z.output<(typeof settings)[N]['schema']>;
    problems.push(badValue(name, text, setting));
    return null;
  };
  const config: Config = {
    port: read('COUNTERSIGN_PORT') ?? 4000,
    host: read('COUNTERSIGN_HOST') ?? '127.0.0.1',
    dataFolder: resolve(cwd, read('COUNTERSIGN_DATA') ?? 'data'),
    databaseUrl: read('DATABASE_URL'),
    publicUrl: read('PUBLIC_URL'),
    secret: read('COUNTERSIGN_SECRET'),
    role: read('COUNTERSIGN_ROLE') ?? 'all',
    demo: read('COUNTERSIGN_DEMO') ?? true,
    allowTargets: read('COUNTERSIGN_ALLOW_TARGETS') ?? [],
    trustProxy: read('COUNTERSIGN_TRUST_PROXY') ?? [],
    logLevel: read('COUNTERSIGN_LOG') ?? 'info',
    metricsToken: read('COUNTERSIGN_METRICS_TOKEN'),
    smtpUrl: read('COUNTERSIGN_SMTP_URL'),
    mailFrom: read('COUNTERSIGN_MAIL_FROM'),
    internal: {
      databaseUrl: read('COUNTERSIGN_INTERNAL_DATABASE_URL'),
      secret: read('COUNTERSIGN_INTERNAL_SECRET'),
      emulatorUrl: read('COUNTERSIGN_INTERNAL_EMULATOR_URL'),
      emulatorToken: read('COUNTERSIGN_INTERNAL_EMULATOR_TOKEN'),
      smtpUrl: read('COUNTERSIGN_INTERNAL_SMTP_URL'),
      crashAt: read('COUNTERSIGN_INTERNAL_CRASH_AT'),
    },
  };
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) throw asError(problems);
  return config;
}

const withoutPrefix = (name: string): string => name.replace(/^COUNTERSIGN_/, '');

function unknownNames(env: Environment): Problem[] {
  return Object.keys(env)
    .filter(
      (name) => /^COUNTERSIGN_/i.test(name) && !(name in settings) && !name.startsWith('COUNTERSIGN_TEST_'),
    )
    .sort()
    .map((name) => {
      // Without the part they share, or every name would be near every other.
      const ends = settingNames.map(withoutPrefix);
      const close = settingNames[ends.indexOf(nearest(withoutPrefix(name.toUpperCase()), ends) ?? '')];
      const hint = close ? `Did you mean ${close}?` : `The settings are ${settingNames.join(', ')}.`;
      return {
        path: name,
        code: 'unknown_setting',
        sentence: `${name} is not a setting of Countersign. ${hint}`,
      };
    });
}

function badValue(name: string, text: string, setting: Setting): Problem {
  const close = setting.words && nearest(text.toLowerCase(), setting.words);
  const hint = close ? ` Did you mean ${close}?` : '';
  const said = setting.isSecret ? `${name} is not right` : `${name} is "${text}"`;
  return { path: name, code: 'bad_setting', sentence: `${said}; it must be ${setting.allowed}.${hint}` };
}

function contradictions({ databaseUrl, secret, role }: Config): Problem[] {
  if (databaseUrl !== null && secret === null) {
    const sentence = `DATABASE_URL is set, so COUNTERSIGN_SECRET must be set too: it protects the credentials stored there, and every process needs the same. It must be ${settings.COUNTERSIGN_SECRET.allowed}.`;
    return [{ path: 'COUNTERSIGN_SECRET', code: 'missing_setting', sentence }];
  }
  if (databaseUrl === null && role !== 'all') {
    const sentence = `COUNTERSIGN_ROLE=${role} needs DATABASE_URL: only the process that starts the embedded database uses it. Set DATABASE_URL, or leave COUNTERSIGN_ROLE out.`;
    return [{ path: 'DATABASE_URL', code: 'missing_setting', sentence }];
  }
  return [];
}

function asError(problems: Problem[]): AppError {
  const faults = problems.map(({ path, code }) => ({ path, code }));
  return new AppError('invalid', problems.map((problem) => problem.sentence).join(' '), { faults });
}

/** The settings of this process. The only reader of `process.env`. */
export function loadConfig(): Config {
  return readConfig(process.env, process.cwd());
}

/** The environment for a child process: this one's own, and what the main process found out. */
export function childEnvironment(internal: Internal): Record<string, string> {
  const found = {
    COUNTERSIGN_INTERNAL_DATABASE_URL: internal.databaseUrl,
    COUNTERSIGN_INTERNAL_SECRET: internal.secret,
    COUNTERSIGN_INTERNAL_EMULATOR_URL: internal.emulatorUrl,
    COUNTERSIGN_INTERNAL_EMULATOR_TOKEN: internal.emulatorToken,
    COUNTERSIGN_INTERNAL_SMTP_URL: internal.smtpUrl,
    COUNTERSIGN_INTERNAL_CRASH_AT: internal.crashAt,
  };
  const all = Object.entries({ ...process.env, ...found });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
