import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import { openCrm, type Crm } from './model/crm.ts';
import { createField, type FieldDraft } from './model/custom-fields.ts';
import { createPipeline, createStage } from './model/pipelines.ts';
import type { LabelKind } from './model/rows.ts';
import { openGrants } from './oauth/grants.ts';

// The demo account: fixed ids and secrets, so that a demo workspace is connected without a click. Nothing here is secret.

/** API v1 token of Ana Souza, who sees everything. */
export const DEMO_RDSTATION_TOKEN = 'rd-demo-token-ana-souza';
/** API v1 token of Bruno Lima. */
export const DEMO_RDSTATION_SECOND_TOKEN = 'rd-demo-token-bruno-lima';
/** The OAuth app of API v2; any address of this machine may be its callback. */
export const DEMO_RDSTATION_CLIENT_ID = '7d1c5a52-0d0e-4c1b-9d52-c0ffee000001';
export const DEMO_RDSTATION_CLIENT_SECRET = 'rd-demo-client-secret';
/** Good for one refresh, as every refresh token is: each refresh answers with the next one. */
export const DEMO_RDSTATION_REFRESH_TOKEN = 'rd-demo-refresh-token';

export const DEMO_RDSTATION_USERS = { ana: '62c0ffee0000000000000001', bruno: '62c0ffee0000000000000002' };
export const DEMO_RDSTATION_PIPELINES = {
  padrao: '62c0ffee0000000000000101',
  vendas: '62c0ffee0000000000000102',
};
export const DEMO_RDSTATION_STAGES = {
  semContato: '62c0ffee0000000000000201',
  contatoFeito: '62c0ffee0000000000000202',
  interesseIdentificado: '62c0ffee0000000000000203',
  propostaEnviada: '62c0ffee0000000000000204',
  proposta: '62c0ffee0000000000000211',
  emAssinatura: '62c0ffee0000000000000212',
  contratoAssinado: '62c0ffee0000000000000213',
};
export const DEMO_RDSTATION_DEAL_FIELDS = {
  chaveClicksign: '62c0ffee0000000000000301',
  observacao: '62c0ffee0000000000000302',
  tipoDeContrato: '62c0ffee0000000000000303',
  dataDaAssinatura: '62c0ffee0000000000000304',
  produtosDeInteresse: '62c0ffee0000000000000305',
};
export const DEMO_RDSTATION_CONTACT_FIELDS = { cpf: '62c0ffee0000000000000311' };
export const DEMO_RDSTATION_ORGANIZATION_FIELDS = { cnpj: '62c0ffee0000000000000321' };

const stageNames = {
  padrao: {
    semContato: 'Sem contato',
    contatoFeito: 'Contato feito',
    interesseIdentificado: 'Identificação do interesse',
    propostaEnviada: 'Proposta enviada',
  },
  vendas: { proposta: 'Proposta', emAssinatura: 'Em assinatura', contratoAssinado: 'Contrato assinado' },
};

const fields: (Pick<FieldDraft, 'for' | 'label' | 'type'> & { id: string; opts?: string[] })[] = [
  { id: DEMO_RDSTATION_DEAL_FIELDS.chaveClicksign, for: 'deal', label: 'Chave Clicksign', type: 'text' },
  { id: DEMO_RDSTATION_DEAL_FIELDS.observacao, for: 'deal', label: 'Observação', type: 'text' },
  {
    id: DEMO_RDSTATION_DEAL_FIELDS.tipoDeContrato,
    for: 'deal',
    label: 'Tipo de contrato',
    type: 'option',
    opts: ['Mensal', 'Anual', 'Avulso'],
  },
  { id: DEMO_RDSTATION_DEAL_FIELDS.dataDaAssinatura, for: 'deal', label: 'Data da assinatura', type: 'date' },
  {
    id: DEMO_RDSTATION_DEAL_FIELDS.produtosDeInteresse,
    for: 'deal',
    label: 'Produtos de interesse',
    type: 'multiple_choice',
    opts: ['Consultoria', 'Suporte', 'Treinamento'],
  },
  { id: DEMO_RDSTATION_CONTACT_FIELDS.cpf, for: 'contact', label: 'CPF', type: 'text' },
  { id: DEMO_RDSTATION_ORGANIZATION_FIELDS.cnpj, for: 'organization', label: 'CNPJ', type: 'text' },
];

const labels: [id: string, kind: LabelKind, name: string][] = [
  ['62c0ffee0000000000000401', 'source', 'Desconhecido'],
  ['62c0ffee0000000000000402', 'source', 'Indicação'],
  ['62c0ffee0000000000000403', 'source', 'Site'],
  ['62c0ffee0000000000000411', 'campaign', 'Lançamento 2026'],
  ['62c0ffee0000000000000412', 'campaign', 'Newsletter'],
  ['62c0ffee0000000000000421', 'lost_reason', 'Preço'],
  ['62c0ffee0000000000000422', 'lost_reason', 'Prazo de entrega'],
  ['62c0ffee0000000000000423', 'lost_reason', 'Escolheu o concorrente'],
  ['62c0ffee0000000000000431', 'segment', 'Serviços'],
  ['62c0ffee0000000000000432', 'segment', 'Indústria'],
];

/**
 * Puts the demo account in place: users, pipelines, custom fields, labels and the OAuth app, and no deals. What is
 * already there stays as it is. Returns what a client needs to connect.
 */
export function seedDemo(parts: EmulatorParts, crm: Crm = openCrm(parts)) {
  crm.commit(() => {
    seedUsers(crm);
    seedPipelines(crm);
    for (const { id, ...field } of fields) {
      const usual = { opts: [], required: false, unique: false, allowNew: false, visible: true };
      if (!crm.fields.get(id)) createField(crm, { ...usual, ...field }, id);
    }
    const now = crm.now();
    for (const [id, kind, name] of labels) {
      if (crm.labels.get(id)) continue;
      crm.labels.put({ id, kind, name, description: null, createdAt: now, updatedAt: now });
    }
    seedApp(parts);
  });
  return {
    token: DEMO_RDSTATION_TOKEN,
    clientId: DEMO_RDSTATION_CLIENT_ID,
    clientSecret: DEMO_RDSTATION_CLIENT_SECRET,
    refreshToken: DEMO_RDSTATION_REFRESH_TOKEN,
  };
}

function seedUsers(crm: Crm): void {
  const people = [
    [DEMO_RDSTATION_USERS.ana, 'Ana Souza', 'ana.souza@example.com.br', DEMO_RDSTATION_TOKEN],
    [DEMO_RDSTATION_USERS.bruno, 'Bruno Lima', 'bruno.lima@example.com.br', DEMO_RDSTATION_SECOND_TOKEN],
  ] as const;
  const now = crm.now();
  for (const [id, name, email, token] of people) {
    if (crm.users.get(id)) continue;
    const usual = { phone: null, active: true, visibility: 'geral' as const, createdAt: now, updatedAt: now };
    crm.users.put({ id, name, email, token, ...usual });
  }
}

function seedPipelines(crm: Crm): void {
  const pipelines = [
    [DEMO_RDSTATION_PIPELINES.padrao, 'Funil Padrão', stageNames.padrao],
    [DEMO_RDSTATION_PIPELINES.vendas, 'Vendas', stageNames.vendas],
  ] as const;
  for (const [id, name, stages] of pipelines) {
    if (crm.pipelines.get(id)) continue;
    createPipeline(crm, name, id);
    for (const [key, stage] of Object.entries(stages)) {
      createStage(crm, id, { name: stage }, DEMO_RDSTATION_STAGES[key as keyof typeof DEMO_RDSTATION_STAGES]);
    }
  }
}

function seedApp(parts: EmulatorParts): void {
  const grants = openGrants(parts);
  if (!grants.app(DEMO_RDSTATION_CLIENT_ID)) {
    grants.addApp({
      id: DEMO_RDSTATION_CLIENT_ID,
      secret: DEMO_RDSTATION_CLIENT_SECRET,
      name: 'Countersign (demonstração)',
      redirectUris: ['http://127.0.0.1', 'http://localhost'],
    });
  }
  grants.seedRefreshToken(DEMO_RDSTATION_REFRESH_TOKEN, DEMO_RDSTATION_CLIENT_ID, DEMO_RDSTATION_USERS.ana);
}
