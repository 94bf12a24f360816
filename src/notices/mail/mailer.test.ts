import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createMailbox } from '../../demo/mailbox/mailbox.ts';
import { AppError } from '../../std/errors.ts';
import { systemClock } from '../../std/clock.ts';
import { createMailer, type Mail } from './mailer.ts';

const mail: Mail = {
  to: 'ana@acme.example',
  locale: 'pt-BR',
  template: 'test',
  params: { workspace: 'ACME <b>', link: 'https://hub.example/w/1' },
  key: 'dlv_1',
};

test('a mail arrives with text, escaped HTML, and an id of its own', async () => {
  const mailbox = createMailbox({ clock: systemClock });
  const port = await mailbox.listen(0, '127.0.0.1');
  const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Hub <hub@example.com>' });
  await mailer.send(mail);
  const [got] = mailbox.mails();
  assert.deepEqual(
    [got!.to, got!.from, got!.messageId],
    [['ana@acme.example'], 'hub@example.com', '<dlv_1@example.com>'],
  );
  assert.equal(got!.subject, 'Aviso de teste de ACME <b>');
  assert.match(got!.html!, /ACME &lt;b&gt;/);
  assert.deepEqual(got!.links, ['https://hub.example/w/1']);
  await mailbox.close();
});

test('a comma makes no second recipient: the server refuses it for good', async () => {
  const mailbox = createMailbox({ clock: systemClock });
  const port = await mailbox.listen(0, '127.0.0.1');
  const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: 'hub@example.com' });
  const refused = (error: unknown) => error instanceof AppError && error.params['final'] === true;
  await assert.rejects(mailer.send({ ...mail, to: 'not-an-address' }), refused);
  assert.equal(mailbox.mails().length, 0);
  await mailbox.close();
});

test('a mail server that never answers is given up in time, and its password is not told', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as AddressInfo;
  const url = `smtp://ann:hush@127.0.0.1:${port}`;
  const mailer = createMailer({ url, from: 'hub@example.com', timeoutMs: 200 });
  await assert.rejects(mailer.send(mail), (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.doesNotMatch(error.message, /hush/);
    assert.equal(error.params['final'], false);
    return true;
  });
  silent.close();
});
