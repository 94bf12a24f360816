import type { Context, MiddlewareHandler } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import type { Hub } from '../model/hub.ts';
import type { Actor } from '../model/records.ts';
import { HubError } from '../model/refusal.ts';
import type { AppRow, Apps } from '../oauth/apps.ts';
import type { Grants } from '../oauth/grants.ts';
import type { UsageCounter } from './limits.ts';

/** Who calls: an app in an account. */
export interface Caller extends Actor {
  app: AppRow;
  kind: 'oauth' | 'private';
  scopes: readonly string[];
}
export type ApiEnv = { Variables: { caller: Caller } };

/** The limits of HubSpot docs "API usage guidelines", read 2026-11. */
export interface Limiters extends Record<string, Limiter> {
  /** Public apps: 110 in 10 s for each app and account, searches aside. */
  oauth: Limiter;
  /** Private apps of a Professional account: 190 in 10 s for each app. */
  private: Limiter;
  /** Searches: 5 a second for each account. */
  search: Limiter;
  /** Private apps: 625,000 a day for each account. */
  daily: Limiter;
}

export interface GateParts {
  hub: Hub;
  apps: Apps;
  grants: Grants;
  limiters: Limiters;
  usage: UsageCounter;
}

/** Lets a call through whose token is good and whose budget holds; sets the headers that tell of the budget. */
export function gate(parts: GateParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const caller = callerOf(parts, c.req.header('authorization') ?? '');
    c.set('caller', caller);
    const search = c.req.method === 'POST' && /^\/crm\/v3\/objects\/[^/]+\/search$/.test(c.req.path);
    const key = `${caller.portal}/${caller.app.appId}`;
    parts.usage.call(key, search);
    const refused = search ? takeSearch(parts, caller) : takeCall(parts, caller, key, c);
    if (refused) {
      parts.usage.refuse(key, refused);
      throw overLimit(refused, parts.hub.newId());
    }
    await next();
  };
}

function takeSearch({ limiters }: GateParts, caller: Caller): string | null {
  return limiters.search.take(String(caller.portal)).allowed ? null : 'SECONDLY';
}

function takeCall({ limiters }: GateParts, caller: Caller, key: string, c: Context): string | null {
  const limiter = limiters[caller.kind];
  const { allowed, limit, remaining } = limiter.take(key);
  c.header('X-HubSpot-RateLimit-Max', String(limit));
  c.header('X-HubSpot-RateLimit-Remaining', String(remaining));
  c.header('X-HubSpot-RateLimit-Interval-Milliseconds', String(limiter.rate.windowMs));
  if (!allowed) return 'TEN_SECONDLY_ROLLING';
  if (caller.kind === 'oauth') return null;
  const daily = limiters.daily.take(String(caller.portal));
  c.header('X-HubSpot-RateLimit-Daily', String(daily.limit));
  c.header('X-HubSpot-RateLimit-Daily-Remaining', String(daily.remaining));
  return daily.allowed ? null : 'DAILY';
}

const sentences: Record<string, string> = {
  DAILY: 'You have reached your daily limit.',
  SECONDLY: 'You have reached your secondly limit.',
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
};

function overLimit(policyName: string, requestId: string): HubError {
  return new HubError(429, sentences[policyName]!, {
    errorType: 'RATE_LIMIT',
    category: 'RATE_LIMITS',
    policyName,
    ...{ requestId },
  });
}

function callerOf({ hub, apps, grants }: GateParts, header: string): Caller {
  const text = /^Bearer (\S+)$/i.exec(header)?.[1];
  if (text === undefined) {
    throw new HubError(
      401,
      'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
      {
        category: 'INVALID_AUTHENTICATION',
      },
    );
  }
  const own = apps.byToken(text);
  if (own && own.portal !== null) {
    const source = { type: 'INTEGRATION', id: String(own.appId), label: own.name, userId: null };
    return { app: own, kind: 'private', portal: own.portal, scopes: own.requiredScopes, source };
  }
  const token = grants.token(text);
  if (token?.kind === 'access' && token.expiresAt !== null && token.expiresAt <= hub.now()) {
    const seconds = Math.floor((hub.now() - token.expiresAt) / 1000);
    throw new HubError(401, `The OAuth token used to make this call expired ${seconds} second(s) ago.`, {
      category: 'EXPIRED_AUTHENTICATION',
    });
  }
  const app = token?.kind === 'access' && grants.lives(token) ? apps.get(token.appId) : undefined;
  if (!token || !app) {
    throw new HubError(
      401,
      'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
      {
        category: 'INVALID_AUTHENTICATION',
      },
    );
  }
  const source = { type: 'INTEGRATION', id: String(app.appId), label: app.name, userId: token.userId };
  return { app, kind: 'oauth', portal: token.portal, scopes: token.scopes, source };
}

/** @throws HubError 403 unless one of the scopes was granted */
export function needScope(caller: Caller, ...anyOf: string[]): void {
  if (anyOf.some((scope) => caller.scopes.includes(scope))) return;
  const page = 'https://developers.hubspot.com/scopes';
  throw new HubError(
    403,
    `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${page}.`,
    {
      category: 'MISSING_SCOPES',
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: anyOf },
        },
      ],
      links: { scopes: page },
    },
  );
}

/** The scopes of records of a type, or of their definitions. */
export function scopesFor(typeId: string, what: 'objects' | 'schemas', right: 'read' | 'write'): string[] {
  const nouns: Record<string, string> = {
    '0-1': 'contacts',
    '0-2': 'companies',
    '0-3': 'deals',
    '0-7': 'line_items',
    '0-8': 'line_items',
    '0-27': 'contacts',
    '0-46': 'contacts',
  };
  if (typeId === '0-5') return ['tickets'];
  const noun = nouns[typeId] ?? 'custom';
  const scopes = [`crm.${what}.${noun}.${right}`];
  if (noun === 'line_items') scopes.push('e-commerce');
  // Whoever reads records may read what their properties are.
  if (what === 'schemas' && right === 'read') scopes.push(`crm.objects.${noun}.read`);
  return scopes;
}
