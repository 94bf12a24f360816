import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import { gate, type ApiEnv } from '../gate.ts';
import { Refusal } from '../model/refusal.ts';
import type { Store } from '../model/store.ts';
import { directoryRoutes, templateRoutes, webhookRoutes } from './account.ts';
import { answerErrors, errorItem, mediaType } from './answer.ts';
import type { V3 } from './api.ts';
import { documentRoutes } from './documents.ts';
import { envelopeRoutes } from './envelopes.ts';
import { notificationRoutes } from './notifications.ts';
import { requirementRoutes } from './requirements.ts';
import { resources } from './resources.ts';
import { signerRoutes } from './signers.ts';

/**
 * API v3 (JSON:API), to be mounted at `/api/v3`. Clicksign v3 docs, read 2026-11. The token is taken from a bare
 * Authorization header, with "Bearer" before it, or from the query.
 */
export function v3App(store: Store, limiter: Limiter, notifications: Limiter): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ strict: false });
  app.use(
    gate({
      store,
      limiter,
      tokenOf: (c) =>
        c.req.header('authorization')?.replace(/^Bearer\s+/i, '') ?? c.req.query('access_token'),
      unauthorized: (c) =>
        answerErrors(c, 401, {
          code: 'unauthorized',
          status: 401,
          title: 'Não autorizado',
          detail: 'Access Token inválido',
        }),
      tooMany: (c) => answerErrors(c, 429, errorItem({ kind: 'too_many', resetAt: 0 }).item),
    }),
  );
  app.use(envelopesEnabled, mediaTypes);
  const change = <T>(work: () => T): T => store.parts.journal.commit(work);
  const v3: V3 = { app, store, show: resources(store), notifications, change };
  for (const routes of [
    envelopeRoutes,
    documentRoutes,
    signerRoutes,
    requirementRoutes,
    notificationRoutes,
    webhookRoutes,
    templateRoutes,
    directoryRoutes,
  ]) {
    routes(v3);
  }
  app.onError((error, c) => refuse(error, c));
  app.all('*', (c) => answerErrors(c, 404, errorItem({ kind: 'not_found', id: c.req.path }).item));
  return app;
}

const envelopesEnabled: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.get('caller').account.envelopesEnabled) return next();
  return answerErrors(c, 503, {
    code: 'service_unavailable',
    status: 503,
    title: 'Verificação',
    detail: 'Serviço indisponível',
  });
};

/** Codes and texts of 406 and 415 are those of the jsonapi-resources gem; the vendor documents only the media type. */
const mediaTypes: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const accepted = c.req.header('accept') ?? '*/*';
  if (!accepted.includes(mediaType) && !accepted.includes('*/*')) {
    const detail = `Todas as requisições devem aceitar o tipo de mídia '${mediaType}'. Esta requisição aceita '${accepted}'.`;
    return answerErrors(c, 406, { title: 'Não aceitável', detail, code: '406', status: '406' });
  }
  const sent = c.req.header('content-type')?.split(';')[0]?.trim();
  if ((c.req.method === 'POST' || c.req.method === 'PATCH') && sent !== mediaType) {
    const detail = `Requisições que criam ou alteram devem usar o Content-Type '${mediaType}'. Esta requisição usou '${sent ?? ''}'.`;
    return answerErrors(c, 415, { title: 'Tipo de mídia não suportado', detail, code: '415', status: '415' });
  }
  return next();
};

function refuse(error: Error, c: Context): Response {
  if (!(error instanceof Refusal)) throw error;
  const items = error.objections.map(errorItem);
  const limit = error.objections.find((objection) => objection.kind === 'too_many');
  if (limit) c.header('X-Rate-Limit-Reset', String(Math.ceil(limit.resetAt / 1000)));
  return answerErrors(c, items[0]!.status, ...items.map(({ item }) => item));
}
