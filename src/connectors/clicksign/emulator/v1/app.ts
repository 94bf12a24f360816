import { Hono } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import { gate, type ApiEnv } from '../gate.ts';
import type { Store } from '../model/store.ts';
import { answerErrors, refuse } from './answer.ts';
import type { V1 } from './api.ts';
import { documentRoutes } from './documents.ts';
import { listRoutes, signerRoutes } from './signers.ts';
import { versionTwoRoutes } from './version-two.ts';

/** API v1 (frozen at 1.9), to be mounted at `/api/v1`. The token comes in the query only. */
export function v1App(store: Store, limiter: Limiter): Hono<ApiEnv> {
  const v1 = openApp(store, limiter);
  v1.app.get('/accounts', (c) => {
    const { id, name } = c.get('caller').account;
    return c.json({ accounts: [{ key: id, name }] });
  });
  documentRoutes(v1);
  signerRoutes(v1);
  listRoutes(v1);
  return closeApp(v1);
}

/** API v2, to be mounted at `/api/v2`. */
export function v2App(store: Store, limiter: Limiter): Hono<ApiEnv> {
  const v2 = openApp(store, limiter);
  versionTwoRoutes(v2);
  return closeApp(v2);
}

function openApp(store: Store, limiter: Limiter): V1 {
  const app = new Hono<ApiEnv>({ strict: false });
  app.use(
    gate({
      store,
      limiter,
      tokenOf: (c) => c.req.query('access_token'),
      unauthorized: (c) =>
        answerErrors(c, store.settings.get('settings')?.v1BadTokenStatus ?? 401, 'Access Token inválido'),
      tooMany: (c) => answerErrors(c, 429, 'Limite de requisições excedido'),
    }),
  );
  return { app, store, change: (work) => store.parts.journal.commit(work) };
}

function closeApp({ app }: V1): Hono<ApiEnv> {
  app.onError((error, c) => refuse(error, c));
  app.all('*', (c) => answerErrors(c, 404, 'Recurso não encontrado'));
  return app;
}
