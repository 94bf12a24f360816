import type { Hono } from 'hono';
import { html } from 'hono/html';
import { choice, field, table, type Html } from '#kit/emulator/page.ts';
import { must, pipelinesInOrder, stagesOf, type Crm } from '../model/crm.ts';
import { createField } from '../model/custom-fields.ts';
import { changeStage, createPipeline, createStage, deleteStage } from '../model/pipelines.ts';
import { Refusal } from '../model/refusal.ts';
import { fieldOwners, fieldTypes, type PipelineRow, type UserRow } from '../model/rows.ts';
import type { Grants } from '../oauth/grants.ts';
import { act, base, formOf, shell, type PageParts } from './shell.ts';

/** "Perfil" with the API v1 token, and "Configurações": pipelines, custom fields, apps. */
export function settingsPages(app: Hono, { crm, grants, parts }: PageParts): void {
  profilePages(app, crm, () => parts.newId().replaceAll('-', '').slice(0, 24));
  app.get('/configuracoes', (c) =>
    shell(
      c,
      'Configurações',
      html`<h2>Funis e etapas</h2>
        ${pipelinesInOrder(crm).map((pipeline) => pipelineCard(crm, pipeline))}
        <form class="card inline" method="post" action="${base}/configuracoes/funis">
          ${field({ name: 'nome', label: 'Novo funil', required: true })}<button>Criar funil</button>
        </form>
        ${customFields(crm)} ${apps(grants)}`,
    ),
  );
  pipelineForms(app, crm);
  app.post('/configuracoes/aplicativos/:id/revogar', (c) =>
    act(c, '/configuracoes', 'revogado', () => void grants.revoke(c.req.param('id'))),
  );
  app.post('/configuracoes/campos', async (c) => {
    const form = await formOf(c);
    return act(c, '/configuracoes', 'criado', () => {
      const owner = fieldOwners.find((owner) => owner === form['para']);
      const type = fieldTypes.find((type) => type === form['tipo']);
      if (!owner || !type) throw new Refusal('not_included', 'Tipo');
      const opts = (form['opcoes'] ?? '')
        .split(',')
        .map((opt) => opt.trim())
        .filter(Boolean);
      const usual = { required: false, unique: false, allowNew: false, visible: true };
      createField(crm, { ...usual, for: owner, type, opts, label: form['nome'] ?? '' });
      return undefined;
    });
  });
  app.post('/configuracoes/aplicativos', async (c) => {
    const form = await formOf(c);
    return act(c, '/configuracoes', 'criado', () => {
      if (!form['nome']) throw new Refusal('blank', 'Nome');
      if (!URL.canParse(form['callback'] ?? '')) throw new Refusal('invalid', 'URL de callback');
      const secret = parts.newId().replaceAll('-', '');
      grants.addApp({ id: parts.newId(), secret, name: form['nome'], redirectUris: [form['callback']!] });
      return undefined;
    });
  });
}

function profilePages(app: Hono, crm: Crm, newToken: () => string): void {
  app.get('/perfil', (c) => shell(c, 'Perfil', html`${crm.users.all().map(profile)}`));
  const change = (
    path: string,
    ok: string,
    work: (row: UserRow, form: Record<string, string>) => Partial<UserRow>,
  ) =>
    app.post(`/perfil/:id/${path}`, async (c) => {
      const form = await formOf(c);
      return act(c, '/perfil', ok, () => {
        const row = must(crm.users, c.req.param('id'), 'Usuário');
        crm.users.put({ ...row, ...work(row, form), updatedAt: crm.now() });
        return undefined;
      });
    });
  // One token per user; asking again shows the same one.
  change('token', 'token', (row) => ({ token: row.token ?? newToken() }));
  change('revogar', 'revogado', () => ({ token: null }));
  change('visibilidade', 'salvo', (_row, form) => ({
    visibility: form['visibilidade'] === 'restrito' ? 'restrito' : 'geral',
  }));
}

function profile(row: UserRow): Html {
  const action = `${base}/perfil/${row.id}`;
  return html`<section class="card">
    <h2>${row.name}</h2>
    <p class="sub">${row.email}</p>
    ${
      row.token === null
        ? html`<form method="post" action="${action}/token"><button>Gerar token</button></form>`
        : html`<p>Token da API v1: <code class="secret">${row.token}</code></p>
            <form class="actions" method="post" action="${action}/revogar">
              <button class="quiet">Revogar token (só no emulador)</button>
            </form>`
    }
    <form class="inline" method="post" action="${action}/visibilidade">
      ${choice(
        'visibilidade',
        'Visibilidade',
        [
          ['geral', 'Geral: vê tudo'],
          ['restrito', 'Restrito: só o que é seu'],
        ],
        row.visibility,
      )}
      <button class="quiet">Salvar visibilidade</button>
    </form>
  </section>`;
}

function pipelineCard(crm: Crm, pipeline: PipelineRow): Html {
  const rows = stagesOf(crm, pipeline.id).map((stage) => [
    html`<form class="inline" method="post" action="${base}/configuracoes/etapas/${stage.id}">
      ${field({ name: 'nome', label: `Etapa ${stage.order}`, value: stage.name, required: true })}
      <button class="quiet">Renomear</button>
    </form>`,
    html`<form method="post" action="${base}/configuracoes/etapas/${stage.id}/excluir">
      <button class="quiet" aria-label="Excluir a etapa ${stage.name}">Excluir</button>
    </form>`,
  ]);
  return html`<section class="card">
    <h2>${pipeline.name}</h2>
    ${table(['Etapa', 'Excluir'], rows, 'Nenhuma etapa.')}
    <form class="inline" method="post" action="${base}/configuracoes/funis/${pipeline.id}/etapas">
      ${field({ name: 'nome', label: `Nova etapa em ${pipeline.name}`, required: true })}<button>
        Criar etapa
      </button>
    </form>
  </section>`;
}

function pipelineForms(app: Hono, crm: Crm): void {
  app.post('/configuracoes/funis', async (c) => {
    const form = await formOf(c);
    return act(c, '/configuracoes', 'criado', () => void createPipeline(crm, form['nome']));
  });
  app.post('/configuracoes/funis/:id/etapas', async (c) => {
    const form = await formOf(c);
    return act(
      c,
      '/configuracoes',
      'criado',
      () => void createStage(crm, c.req.param('id'), { name: form['nome'] }),
    );
  });
  app.post('/configuracoes/etapas/:id', async (c) => {
    const form = await formOf(c);
    return act(c, '/configuracoes', 'salvo', () => {
      changeStage(crm, must(crm.stages, c.req.param('id'), 'Etapa'), { name: form['nome'] });
      return undefined;
    });
  });
  app.post('/configuracoes/etapas/:id/excluir', (c) =>
    act(
      c,
      '/configuracoes',
      'excluido',
      () => void deleteStage(crm, must(crm.stages, c.req.param('id'), 'Etapa')),
    ),
  );
}

const ownerNames = { deal: 'Negociação', contact: 'Contato', organization: 'Empresa', product: 'Produto' };
const typeNames = { text: 'Texto', option: 'Opção única', date: 'Data', multiple_choice: 'Múltipla escolha' };

function customFields(crm: Crm): Html {
  const rows = crm.fields
    .all()
    .map((row) => [
      html`${row.label}`,
      html`${ownerNames[row.for]}`,
      html`${typeNames[row.type]}`,
      html`${row.opts.join(', ')}`,
      html`<code>@${row.slug}</code>`,
    ]);
  return html`<h2>Campos personalizados</h2>
    ${table(['Nome', 'Para', 'Tipo', 'Opções', 'API v2'], rows, 'Nenhum campo.')}
    <form class="card" method="post" action="${base}/configuracoes/campos">
      ${field({ name: 'nome', label: 'Nome do campo', required: true })}
      ${choice('para', 'Para', Object.entries(ownerNames))}
      ${choice('tipo', 'Tipo', Object.entries(typeNames))}
      ${field({ name: 'opcoes', label: 'Opções', hint: 'Separadas por vírgula' })}
      <button>Criar campo</button>
    </form>`;
}

function apps(grants: Grants): Html {
  const rows = grants.apps().map((row) => [
    html`${row.name}`,
    html`<code class="secret">${row.id}</code>`,
    html`<code class="secret">${row.secret}</code>`,
    html`${row.redirectUris.join(', ')}`,
    html`<form method="post" action="${base}/configuracoes/aplicativos/${row.id}/revogar">
      <button class="quiet" aria-label="Revogar acessos de ${row.name}">Revogar acessos</button>
    </form>`,
  ]);
  return html`<h2>Aplicativos (App Publisher)</h2>
    ${table(['Nome', 'client_id', 'client_secret', 'URL de callback', 'Ações'], rows, 'Nenhum aplicativo.')}
    <form class="card" method="post" action="${base}/configuracoes/aplicativos">
      ${field({ name: 'nome', label: 'Nome do aplicativo', required: true })}
      ${field({ name: 'callback', label: 'URL de callback', type: 'url', required: true })}
      <button>Criar aplicativo</button>
    </form>`;
}
