import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PDFDocument } from 'pdf-lib';
import { at, type JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_ACCOUNT_KEY } from './demo.ts';
import { startTrial, type Trial } from './trial.ts';

const maria = { name: 'Maria Silva', email: 'maria@acme.com.br' };

describe('what outlives the process', () => {
  test('documents, webhooks, the ledger and deliveries not yet made', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'clicksign-'));
    const first = startTrial({ dataFolder });
    const attributes = { endpoint: 'http://hub.test/hook', events: ['sign'] };
    await first.v3('POST', '/webhooks', { data: { type: 'webhooks', attributes } });
    first.receive(() => new Response('', { status: 503 }));
    const made = await first.control('POST', '/quick-sign', { name: 'A', signers: [maria] });
    const [tried] = await first.delivered();
    const second = startTrial({ dataFolder });
    assert.equal(second.store.accounts.size, 2);
    assert.equal(second.store.documents.get(made.body['document_key'] as string)?.status, 'closed');
    const { entries } = (await second.control('GET', '/ledger')).body as { entries: JsonObject[] };
    assert.equal(entries.filter((entry) => entry['kind'] === 'document.sign').length, 1);
    second.clock.pass(1000);
    assert.equal((await second.delivered(1))[0]!.raw, tried!.raw);
    await Promise.all([first.close(), second.close()]);
    rmSync(dataFolder, { recursive: true });
  });

  test('a reset empties everything and a seed puts the demo back', async () => {
    const trial = startTrial();
    await trial.control('POST', '/reset');
    assert.equal((await trial.v1('GET', '/accounts')).status, 401);
    await trial.control('POST', '/seed');
    const answer = await trial.v1('GET', '/accounts');
    assert.equal(at(answer.body, 'accounts.0.key'), DEMO_CLICKSIGN_ACCOUNT_KEY);
    await trial.close();
  });
});

describe('files', () => {
  const pathOf = (url: string) => url.replace('http://127.0.0.1:4001/clicksign', '');
  async function closedDocument(trial: Trial) {
    const made = await trial.control('POST', '/quick-sign', { name: 'Ação.pdf', signers: [maria] });
    const answer = await trial.v1('GET', `/documents/${made.body['document_key'] as string}`);
    return at(answer.body, 'document.downloads') as Record<string, string>;
  }
  const get = (trial: Trial, url: string, headers = {}) => trial.app.request(pathOf(url), { headers });

  test('the signed file is the original and a page that logs the signatures, the same every time', async () => {
    const trial = startTrial();
    const links = await closedDocument(trial);
    const bytes = await (await get(trial, links['signed_file_url']!)).bytes();
    assert.equal((await PDFDocument.load(bytes)).getPageCount(), 2);
    assert.deepEqual(await (await get(trial, links['signed_file_url']!)).bytes(), bytes);
    const zipped = Buffer.from(await (await get(trial, links['ziped_file_url']!)).bytes());
    assert.ok(zipped.includes(Buffer.from('Ação-signed.pdf')));
    await trial.close();
  });

  test('a link works for five minutes, with its signature, and without a token beside it', async () => {
    const trial = startTrial();
    const url = (await closedDocument(trial))['original_file_url']!;
    assert.equal((await get(trial, url)).status, 200);
    assert.equal((await get(trial, url, { Authorization: 'x' })).status, 400);
    assert.equal((await get(trial, url.replace('/original/', '/signed/'))).status, 403);
    trial.clock.pass(301_000);
    assert.equal((await get(trial, url)).status, 403);
    await trial.close();
  });
});
