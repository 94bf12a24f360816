import { html } from 'hono/html';
import { check, choice, field, table, type Html } from '#kit/emulator/page.ts';
import { activateEnvelope, changeEnvelope } from '../model/envelopes.ts';
import { requestMail, signersToAsk } from '../model/mails.ts';
import { brasilia, parseMoment, spoken } from '../model/moment.ts';
import { unprocessable } from '../model/refusal.ts';
import type { EnvelopeRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';
import { attempt, button, formTexts, go, missing, root, show, type Pages } from './layout.ts';

/** Deadline, automatic closing and the other settings of an envelope at `path`. */
export function settingsForm(path: string, envelope: EnvelopeRow): Html {
  return html`<h2>Configurações</h2>
    <form class="card" method="post" action="${root}${path}/configuracoes">
      ${field({
        name: 'prazo',
        label: 'Data limite para assinatura',
        type: 'datetime-local',
        value: brasilia(envelope.deadlineAt).slice(0, 16),
        hint: 'Horário de Brasília, no máximo 90 dias.',
      })}
      ${choice(
        'lembrete',
        'Lembretes automáticos',
        [
          ['', 'Desligados'],
          ['1', 'A cada dia'],
          ['2', 'A cada 2 dias'],
          ['3', 'A cada 3 dias'],
          ['7', 'A cada 7 dias'],
          ['14', 'A cada 14 dias'],
        ],
        String(envelope.remindInterval ?? ''),
      )}
      ${check('auto_close', 'Finalizar automaticamente após a última assinatura', { checked: envelope.autoClose })}
      ${check('bloquear', 'Bloquear as demais assinaturas quando alguém recusar', {
        checked: envelope.blockAfterRefusal,
      })}
      ${field({ name: 'mensagem', label: 'Mensagem aos signatários', value: envelope.defaultMessage ?? '' })}
      <button class="quiet">Salvar configurações</button>
    </form>`;
}

/** Saving the settings, the page of confirmation, and sending. */
export function sendingPages({ app, store, change }: Pages): void {
  app.post('/envelopes/:id/configuracoes', async (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    const form = await formTexts(c);
    const back =
      envelope.status === 'draft' ? `/envelopes/${envelope.id}/editar` : `/envelopes/${envelope.id}`;
    return attempt(c, back, () => {
      change(() => changeEnvelope(store, envelope, settings(form, envelope)));
      return go(c, back, { ok: 'Configurações salvas' });
    });
  });

  app.get('/envelopes/:id/revisar', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    return show(c, { title: 'Revisar e enviar', current: '/documentos/novo', body: review(store, envelope) });
  });
  app.post('/envelopes/:id/enviar', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    return attempt(c, `/envelopes/${envelope.id}/editar`, () => {
      change(() => send(store, envelope));
      return go(c, `/envelopes/${envelope.id}/enviado`);
    });
  });
  app.get('/envelopes/:id/enviado', (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    return show(c, {
      title: 'Envelope enviado para assinatura',
      body: html`<p>Os signatários da vez receberam a solicitação de assinatura de ${envelope.name}.</p>
        <p class="actions">
          <a class="button" href="${root}/envelopes/${envelope.id}">Acompanhar envelope</a>
          <a class="button quiet" href="${root}/caixa-de-entrada">Abrir a caixa de entrada</a>
        </p>`,
    });
  });
}

/** Sends a draft out and asks those whose turn it is. */
function send(store: Store, envelope: EnvelopeRow): void {
  const running = activateEnvelope(store, envelope);
  store.envelopes.put({ ...running, notified: true });
  for (const link of signersToAsk(store, running)) requestMail(store, link, null);
}

function settings(form: Record<string, string>, envelope: EnvelopeRow) {
  const deadline = form['prazo'] ?? '';
  const unchanged = deadline === brasilia(envelope.deadlineAt).slice(0, 16);
  const deadlineAt = unchanged || deadline === '' ? envelope.deadlineAt : parseMoment(deadline);
  if (deadlineAt === null) throw unprocessable('deadline_at', 'não está em um formato válido');
  return {
    deadlineAt,
    remindInterval: form['lembrete'] ? Number(form['lembrete']) : null,
    autoClose: form['auto_close'] === 'true',
    blockAfterRefusal: form['bloquear'] === 'true',
    defaultMessage: form['mensagem'] || null,
  };
}

function review(store: Store, envelope: EnvelopeRow): Html {
  return html`<p>Confira antes de enviar. Depois do envio o envelope não volta a ser rascunho.</p>
    <dl>
      <dt>Documentos</dt>
      <dd>
        ${store.documentsOf
          .all(envelope.id)
          .map((row) => row.filename)
          .join(', ')}
      </dd>
      <dt>Data limite</dt>
      <dd>${spoken(envelope.deadlineAt)}</dd>
      <dt>Finalização</dt>
      <dd>${envelope.autoClose ? 'automática' : 'manual'}</dd>
    </dl>
    ${table(
      ['Ordem', 'Signatário', 'Autenticação'],
      store.linksOfEnvelope.all(envelope.id).map((link) => {
        const signer = must(store.signers, link.signerId);
        return [
          html`${link.group}`,
          html`${signer.name} (${signer.email ?? signer.phoneNumber})`,
          html`${link.auths.join(', ')}`,
        ];
      }),
      'Nenhum signatário.',
    )}
    <div class="actions">
      ${button(`/envelopes/${envelope.id}/enviar`, 'Enviar para assinatura', '')}
      <a class="button quiet" href="${root}/envelopes/${envelope.id}/editar">Voltar</a>
    </div>`;
}
