import { Hono } from 'hono';
import { equalInConstantTime } from '#std/hmac.ts';
import { fileSignature, type FileKind } from '../model/document-view.ts';
import type { DocumentRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { signedPdf } from './signed.ts';
import { zip } from './zip.ts';

/**
 * The store of files behind presigned links (S3 at the vendor), to be mounted at `/files`. A link works for five
 * minutes without a token; S3 refuses a request that carries both a signature and an Authorization header.
 */
export function fileApp(store: Store): Hono {
  const app = new Hono();
  app.get('/:document/:kind/:name', async (c) => {
    const kind = c.req.param('kind') as FileKind;
    const document = store.documents.get(c.req.param('document'));
    const xml = (status: 400 | 403 | 404, code: string, message: string) =>
      c.body(
        `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
        status,
        { 'Content-Type': 'application/xml' },
      );
    if (!document) return xml(404, 'NoSuchKey', 'The specified key does not exist.');
    if (c.req.header('authorization') !== undefined) {
      return xml(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    }
    const problem = linkProblem(store, document, kind, c.req.query());
    if (problem !== null) {
      return xml(403, problem === 'expired' ? 'AccessDenied' : 'SignatureDoesNotMatch', problem);
    }
    const file = await contents(store, document, kind);
    if (!file) return xml(404, 'NoSuchKey', 'The specified key does not exist.');
    return c.body(new Uint8Array(file.bytes), 200, {
      'Content-Type': file.mime,
      'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
  });
  return app;
}

function linkProblem(
  store: Store,
  document: DocumentRow,
  kind: FileKind,
  query: Record<string, string>,
): 'expired' | 'signature' | null {
  const date = query['X-Amz-Date'] ?? '';
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date);
  const given = query['X-Amz-Signature'] ?? '';
  if (!match || !equalInConstantTime(given, fileSignature(store, document, kind, date))) return 'signature';
  const [, year, month, day, hour, minute, second] = match.map(Number);
  const made = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return store.now() > made + Number(query['X-Amz-Expires']) * 1000 ? 'expired' : null;
}

interface Contents {
  name: string;
  mime: string;
  bytes: Buffer;
}

async function contents(store: Store, document: DocumentRow, kind: FileKind): Promise<Contents | null> {
  const { mime, base64 } = must(store.files, document.fileId);
  const original = { name: document.filename, mime, bytes: Buffer.from(base64, 'base64') };
  if (kind === 'original') return original;
  if (document.status !== 'closed') return null;
  const base = document.filename.replace(/\.[^.]+$/, '');
  const signed = {
    name: `${base}-signed.pdf`,
    mime: 'application/pdf',
    bytes: await signedPdf(store, document),
  };
  if (kind === 'signed') return signed;
  return { name: `${base}.zip`, mime: 'application/zip', bytes: zip([original, signed]) };
}
