import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { at } from '#std/json.ts';
import { startTrial, type Trial } from './trial.ts';

describe('the pages, walked through as a person does', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = startTrial();
    const fields = { url: 'http://hub.test/hook', status: 'active' };
    const body = new URLSearchParams(fields);
    for (const event of [
      'upload',
      'add_signer',
      'signature_started',
      'sign',
      'auto_close',
      'document_closed',
      'refusal',
    ]) {
      body.append('eventos', event);
    }
    await trial.app.request('/configuracoes/api/webhooks', { method: 'POST', body });
  });
  afterEach(() => trial.close());

  /** Uploads nothing, so the sample is used; returns the draft's path. */
  async function draft(): Promise<string> {
    const fields = {
      nome: 'Contrato ACME.pdf',
      pasta: 'Contratos',
      meta_nome: 'empresa',
      meta_valor: 'ACME Ltda',
    };
    return here((await trial.form('/documentos', fields)).headers);
  }
  const here = (headers: Headers) =>
    headers.get('location')!.replace('/clicksign', '').split('?')[0]!.replace('/editar', '');
  const addMaria = (path: string, more = {}) =>
    trial.form(`${path}/signatarios`, {
      nome: 'Maria Silva',
      email: 'maria@acme.com.br',
      autenticacao: 'email',
      papel: 'sign',
      ordem: '1',
      ...more,
    });
  const lastMail = () => trial.store.mails.all().at(-1)!;

  test('a document is uploaded, sent, signed with the token from the inbox, and closed', async () => {
    const path = await draft();
    await addMaria(path);
    assert.match((await trial.call('GET', `${path}/editar`)).text, /Assinar\/Enviar/);
    await trial.form(`${path}/enviar`, {});
    assert.match((await trial.call('GET', `${path}/enviado`)).text, /Acompanhar envelope/);

    assert.equal(lastMail().to, 'maria@acme.com.br');
    const redirect = await trial.call('GET', lastMail().link!.path);
    const signing = here(redirect.headers);
    assert.match((await trial.call('GET', signing)).text, /Assinar<\/button>/);
    await trial.form(`${signing}/iniciar`, {});
    await trial.form(`${signing}/dados`, { nome: 'Maria Silva', cpf: '123.321.123-40' });
    const wrong = await trial.form(`${signing}/finalizar`, { token: '000000' });
    assert.match(wrong.headers.get('location')!, /Token\+inv/);
    await trial.form(`${signing}/finalizar`, { token: lastMail().code! });

    const events = ['upload', 'add_signer', 'signature_started', 'sign', 'auto_close', 'document_closed'];
    assert.deepEqual(await trial.events(), events);
    const last = trial.posts.at(-1)!.body;
    assert.equal(at(last, 'document.path'), '/Contratos/Contrato ACME.pdf');
    assert.deepEqual(at(last, 'document.metadata'), { empresa: 'ACME Ltda' });
    assert.equal(at(last, 'document.status'), 'closed');
    assert.match((await trial.call('GET', path)).text, /Finalizado/);
  });

  test('an upload keeps its bytes, and kinds of files the vendor does not take are refused', async () => {
    const send = async (name: string) => {
      const body = new FormData();
      body.set('arquivo', new File(['oi'], name));
      return (await trial.app.request('/documentos', { method: 'POST', body })).headers;
    };
    const id = here(await send('nota.txt'))
      .split('/')
      .at(-1)!;
    const [document] = trial.store.documentsOf.all(id);
    assert.equal(document!.filename, 'nota.txt');
    assert.equal(trial.store.files.get(document!.fileId)!.base64, Buffer.from('oi').toString('base64'));
    assert.match((await send('nota.exe')).get('location')!, /mimetype/);
  });

  test('a signer refuses with a reason', async () => {
    const path = await draft();
    await addMaria(path, { recusavel: 'true' });
    await trial.form(`${path}/enviar`, {});
    const signing = here((await trial.call('GET', lastMail().link!.path)).headers);
    await trial.form(`${signing}/recusar`, { motivo: 'Dados errados', comentario: 'CNPJ trocado' });
    const refusal = (await trial.delivered()).at(-1)!;
    assert.equal(refusal.event, 'refusal');
    assert.deepEqual(at(refusal.body, 'event.data.refusal'), {
      reasons: ['Dados errados'],
      comment: 'CNPJ trocado',
    });
    assert.deepEqual(at(refusal.body, 'event.data.signer.sign_as'), ['sign']);
  });

  test('a draft without signers is not sent', async () => {
    const path = await draft();
    assert.match((await trial.call('GET', `${path}/editar`)).text, /adicione documentos e signatários/);
    assert.match((await trial.form(`${path}/enviar`, {})).headers.get('location')!, /erro=/);
  });

  test('the second group is asked only when the first has signed', async () => {
    const path = await draft();
    await addMaria(path);
    await addMaria(path, { nome: 'João Souza', email: 'joao@acme.com.br', ordem: '2' });
    await trial.form(`${path}/enviar`, {});
    const asked = () =>
      trial.store.mails.all().filter((mail) => mail.link !== null && mail.to === 'joao@acme.com.br');
    assert.equal(asked().length, 0);
    const [maria, joao] = trial.store.linksOfEnvelope.all(path.split('/').at(-1)!);
    const early = await trial.control('POST', '/sign', { request_signature_key: joao!.requestSignatureKey });
    assert.equal(early.status, 422);
    await trial.control('POST', '/sign', { request_signature_key: maria!.requestSignatureKey });
    assert.equal(asked().length, 1);
  });

  test('what people type is escaped', async () => {
    const path = await draft();
    await addMaria(path, { nome: '<script>alert(1)</script> Silva' });
    const { text } = await trial.call('GET', `${path}/editar`);
    assert.doesNotMatch(text, /<script>alert/);
    assert.match(text, /&lt;script&gt;/);
  });
});

describe('Configurações → API', () => {
  test('a token is shown once, works, and is listed masked', async () => {
    const trial = startTrial();
    const made = await trial.form('/configuracoes/api/acessos', { descricao: 'Pluga RD Station' });
    const token = /id="access-token">([^<]+)</.exec(made.text)![1]!;
    assert.equal((await trial.call('GET', `/api/v1/accounts?access_token=${token}`)).status, 200);
    const listed = await trial.call('GET', '/configuracoes/api');
    assert.match(listed.text, /Pluga RD Station/);
    assert.ok(!listed.text.includes(token));
    await trial.close();
  });

  test('a webhook shows its secret and its deliveries, which can be sent again', async () => {
    const trial = startTrial();
    const body = new URLSearchParams({ url: 'http://hub.test/hook', eventos: 'sign' });
    const made = await trial.app.request('/configuracoes/api/webhooks', { method: 'POST', body });
    await trial.control('POST', '/quick-sign', {
      name: 'A',
      signers: [{ name: 'Maria Silva', email: 'm@x.br' }],
    });
    const page = await trial.call('GET', made.headers.get('location')!.replace('/clicksign', ''));
    const [webhook] = trial.store.webhooks.all();
    assert.match(page.text, new RegExp(`id="hmac-secret">${webhook!.secret}<`));
    const resend = /\/configuracoes\/api\/disparos\/[^/"]+\/reenviar/.exec(page.text)![0];
    await trial.form(resend, {});
    assert.equal((await trial.delivered()).length, 2);
    assert.equal(trial.posts[0]!.raw, trial.posts[1]!.raw);
    await trial.close();
  });
});
