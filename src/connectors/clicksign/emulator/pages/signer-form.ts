import { html } from 'hono/html';
import { check, choice, field, type Html } from '#kit/emulator/page.ts';
import { composeSigner } from '../model/composing.ts';
import { removeSigner } from '../model/signers.ts';
import { evidence, roles } from '../model/vocabulary.ts';
import { attempt, formTexts, go, missing, root, type Pages } from './layout.ts';

/** What can be chosen on the page; the API knows more. */
const auths = [
  ['email', 'Token via e-mail'],
  ['sms', 'Token via SMS'],
  ['whatsapp', 'Token via WhatsApp'],
  ['selfie', 'Selfie'],
  ['handwritten', 'Assinatura manuscrita'],
] as const;
const roleWords = [
  ['sign', 'Assinar'],
  ['party', 'Assinar como parte'],
  ['witness', 'Assinar como testemunha'],
  ['approve', 'Aprovar'],
  ['contractor', 'Assinar como contratada'],
  ['contractee', 'Assinar como contratante'],
] as const;

/** The form that adds a signer to a draft at `path`. */
export function signerForm(path: string): Html {
  return html`<form class="card" method="post" action="${root}${path}/signatarios">
    <h3>Adicionar signatário</h3>
    ${field({ name: 'nome', label: 'Nome completo', required: true, autocomplete: 'off' })}
    ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'off' })}
    ${field({ name: 'telefone', label: 'Celular com DDD', hint: 'Só números: 11999998888', autocomplete: 'off' })}
    ${choice('autenticacao', 'Autenticação', auths)} ${choice('papel', 'Assinar como', roleWords)}
    ${field({ name: 'ordem', label: 'Ordem', type: 'number', value: '1', hint: 'Grupos assinam um após o outro.' })}
    ${check('recusavel', 'O signatário pode recusar a assinatura', { checked: true })}
    <button class="quiet">Adicionar signatário</button>
  </form>`;
}

/** Adding and removing the signers of a draft. */
export function signerPages({ app, store, change }: Pages): void {
  app.post('/envelopes/:id/signatarios', async (c) => {
    const envelope = store.envelopes.get(c.req.param('id'));
    if (!envelope) return missing(c, 'Envelope');
    const form = await formTexts(c);
    const input = {
      name: form['nome'] ?? '',
      email: form['email'] || null,
      phoneNumber: form['telefone'] || null,
      group: Math.max(1, Math.floor(Number(form['ordem'])) || 1),
      refusable: form['recusavel'] === 'true',
    };
    const back = `/envelopes/${envelope.id}/editar`;
    const auth = evidence.find((known) => known === form['autenticacao']) ?? 'email';
    if (auth === 'email' && input.email === null) {
      return go(c, back, { erro: 'Informe o e-mail do signatário' });
    }
    if (input.email === null && input.phoneNumber === null) {
      return go(c, back, { erro: 'Informe e-mail ou celular' });
    }
    const role = roles.find((known) => known === form['papel']) ?? 'sign';
    const wishes = {
      signature_reminder: 'email',
      document_signed: input.email === null ? 'whatsapp' : 'email',
    };
    const asked = { signature_request: input.email === null ? 'whatsapp' : 'email', ...wishes };
    return attempt(c, back, () => {
      change(() => composeSigner(store, envelope, { ...input, communicateEvents: asked }, { role, auth }));
      return go(c, back, { ok: 'Signatário adicionado' });
    });
  });
  app.post('/envelopes/:id/signatarios/:signer/excluir', (c) => {
    const signer = store.signers.get(c.req.param('signer'));
    if (signer?.envelopeId !== c.req.param('id')) return missing(c, 'Signatário');
    const back = `/envelopes/${signer.envelopeId}/editar`;
    return attempt(c, back, () => {
      change(() => removeSigner(store, signer));
      return go(c, back, { ok: 'Signatário removido' });
    });
  });
}
