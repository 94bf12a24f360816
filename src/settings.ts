import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const addressLike = /^[a-z0-9_.:[\]-]+$/i;

function isTarget(text: string): boolean {
  if (isNetwork(text)) return true;
  const port = /^(\[.+\]|[^:]+):(\d{1,5})$/.exec(text);
  if (port && Number(port[2]) > 65_535) return false;
  const host = (port?.[1] ?? text).replace(/^\[(.+)\]$/, '$1');
  return ipaddr.isValid(host) || /^(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(host);
}

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text);
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return false;
  return url.pathname === '/' && url.search === '' && url.hash === '';
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}

const list = (allows: (text: string) => boolean) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''))
    .refine((items) => items.every(allows));

const privateNetworks = [
  '127.0.0.0/8',
  '::1/128',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** One setting: how its text is read, and what is allowed, as the end of "it must be …". */
export interface Setting {
  schema: z.ZodType;
  allowed: string;
  /** Its value is never shown. */
  isSecret?: true;
  /** Words a mistyped value is compared with. */
  words?: readonly string[];
}

/** Every setting: how it is read, and what is allowed. Reading them together is `config.ts`'s part. */
export const settings = {
  COUNTERSIGN_PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_533),
    allowed: 'a whole number from 0 to 65533 (the emulators and their mail server take the next two)',
  },
  COUNTERSIGN_HOST: {
    schema: z.string().regex(addressLike),
    allowed: 'an address or a host name, such as 127.0.0.1 or 0.0.0.0',
  },
  COUNTERSIGN_DATA: { schema: z.string(), allowed: 'a folder' },
  DATABASE_URL: {
    schema: z.string().regex(/^postgres(ql)?:\/\/.+/),
    allowed: 'like postgres://user:password@host:5432/database',
    isSecret: true,
  },
  PUBLIC_URL: {
    schema: z
      .string()
      .refine(isOrigin)
      .transform((text) => new URL(text).origin),
    allowed: 'an address without a path, such as https://hub.example.com',
  },
  COUNTERSIGN_SECRET: {
    schema: z.string().min(32),
    allowed: 'at least 32 characters; make one with "openssl rand -base64 32"',
    isSecret: true,
  },
  COUNTERSIGN_ROLE: {
    schema: z.enum(['web', 'worker', 'all']),
    allowed: 'web, worker or all',
    words: ['web', 'worker', 'all'],
  },
  COUNTERSIGN_DEMO: {
    schema: z.enum(['on', 'off']).transform((word) => word === 'on'),
    allowed: 'on or off',
    words: ['on', 'off'],
  },
  COUNTERSIGN_ALLOW_TARGETS: {
    schema: list(isTarget),
    allowed:
      'host names, addresses or ranges with commas between them, such as crm.internal, 10.0.0.7:8080, 10.1.0.0/16',
  },
  COUNTERSIGN_TRUST_PROXY: {
    schema: z.union([
      z.literal('off').transform((): string[] => []),
      z.literal('on').transform(() => privateNetworks),
      list(isNetwork),
    ]),
    allowed: 'off, on (proxies on private addresses), or addresses and ranges with commas between them',
  },
  COUNTERSIGN_LOG: { schema: z.enum(logLevels), allowed: logLevels.join(', '), words: logLevels },
  COUNTERSIGN_METRICS_TOKEN: {
    schema: z.string().min(16),
    allowed: 'at least 16 characters',
    isSecret: true,
  },
  COUNTERSIGN_SMTP_URL: {
    schema: z.string().refine(isSmtpUrl),
    allowed: 'like smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com:465',
    isSecret: true,
  },
  COUNTERSIGN_MAIL_FROM: {
    schema: z.string().regex(/^(?:[^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/),
    allowed: 'an address, such as hub@example.com or Countersign <hub@example.com>',
  },
  COUNTERSIGN_INTERNAL_DATABASE_URL: {
    schema: z.string(),
    allowed: 'set by Countersign only',
    isSecret: true,
  },
  COUNTERSIGN_INTERNAL_SECRET: { schema: z.string(), allowed: 'set by Countersign only', isSecret: true },
  COUNTERSIGN_INTERNAL_EMULATOR_URL: { schema: z.string(), allowed: 'set by Countersign only' },
  COUNTERSIGN_INTERNAL_EMULATOR_TOKEN: {
    schema: z.string(),
    allowed: 'set by Countersign only',
    isSecret: true,
  },
  COUNTERSIGN_INTERNAL_SMTP_URL: { schema: z.string(), allowed: 'set by Countersign only', isSecret: true },
  COUNTERSIGN_INTERNAL_CRASH_AT: { schema: z.string(), allowed: 'set by the chaos tests only' },
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
const names = Object.keys(settings) as SettingName[];

/** Every name a person may set: for the documentation and its test. */
export const settingNames: string[] = names.filter((name) => !name.startsWith('COUNTERSIGN_INTERNAL_'));
