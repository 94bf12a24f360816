import type { Connection, Definition, Session, Workflow } from '../../src/api/contract.ts';

/** Everything is told relative to when the mock started, so that screens look like now. */
export const start = Date.now();
export const ago = (minutes: number) => new Date(start - minutes * 60_000).toISOString();
export const later = (minutes: number) => ago(-minutes);

export const session: Session = {
  user: { id: 'usr_1', name: 'Ana Souza', email: 'ana@acme.com.br' },
  demo: true,
  needsSetup: false,
  workspaces: [
    { id: 'wsp_demo', name: 'ACME Ltda', demo: true, role: 'owner', timeZone: 'America/Sao_Paulo' },
    { id: 'wsp_new', name: 'Nova filial', demo: false, role: 'owner', timeZone: 'America/Sao_Paulo' },
  ],
};

export const clicksign = {
  id: 'con_1',
  name: 'Clicksign Vendas',
  connector: 'clicksign',
  environmentKind: 'emulator' as const,
};
export const rdstation = {
  id: 'con_2',
  name: 'RD ACME',
  connector: 'rdstation',
  environmentKind: 'live' as const,
};

export const connections: Connection[] = [
  {
    ...clicksign,
    environment: 'emulator',
    authMethod: 'token',
    account: 'ana@acme.com.br',
    status: 'active',
    reason: null,
    settings: {},
    createdAt: ago(60 * 24 * 12),
    testedAt: ago(9),
    endpoint: {
      url: 'http://127.0.0.1:4000/hooks/end_01JD3K5W8Q/4f9a1c7e2b8d4f9a1c7e2b8d',
      registered: true,
      signed: true,
      secrets: [{ id: 'sec_1', createdAt: ago(60 * 24 * 12) }],
      received: 1284,
      refused: 2,
      unrecognized: 1,
      lastReceivedAt: ago(4),
      lastRefusedAt: ago(60 * 30),
      lastRefusedReason: 'wrong_signature',
    },
    watermark: { completeUpTo: ago(5), checkedAt: ago(2), foundLate: 1 },
    allowance: { requests: 120, perMs: 60_000, atOnce: 36, leftNow: 31, waitMs: 0 },
    access: null,
    usedBy: [{ id: 'wfl_1', name: 'Contrato assinado → negócio' }],
  },
  {
    ...rdstation,
    environment: 'production',
    authMethod: 'token',
    account: 'ACME Ltda',
    status: 'needs_reconnect',
    reason: { code: 'vendor_auth', message: 'invalid_grant: token revoked' },
    settings: {},
    createdAt: ago(60 * 24 * 12),
    testedAt: ago(60 * 3),
    endpoint: null,
    watermark: null,
    allowance: { requests: 120, perMs: 60_000, atOnce: 36, leftNow: 31, waitMs: 0 },
    access: null,
    usedBy: [{ id: 'wfl_1', name: 'Contrato assinado → negócio' }],
  },
];

export const definition: Definition = {
  schema: 1,
  trigger: {
    connector: 'clicksign',
    connectionId: 'con_1',
    key: 'document.completed',
    version: 1,
    settings: { folder: '/Vendas' },
  },
  filters: { match: 'all', conditions: [{ path: 'document.company', operator: 'is_known' }] },
  start: 'step_1',
  steps: {
    step_1: {
      kind: 'action',
      connector: 'rdstation',
      connectionId: 'con_2',
      key: 'deal.upsert',
      version: 1,
      input: {
        pipeline_id: 'p2',
        stage_id: 'p2-s3',
        stage_rule: 'always',
        match: 'document',
        document_key: '{{ document.key }}',
        title: '{{ document.filename }} – {{ document.company }}',
        contact_email: '{{ signer.email }}',
        contact_name: '{{ signer.name }}',
        fields: [{ target: 'deal:rating', value: '5' }],
      },
      orderBy: '{{ document.key }}',
      next: null,
    },
  },
};

export const workflows: Workflow[] = [
  {
    id: 'wfl_1',
    name: 'Contrato assinado → negócio',
    status: 'published',
    trigger: { connector: 'clicksign', key: 'document.completed', connection: clicksign },
    actions: [{ connector: 'rdstation', key: 'deal.upsert' }],
    version: 3,
    changed: true,
    updatedAt: ago(60),
    lastRunAt: ago(4),
    attention: 2,
    tags: [],
    day: { completed: 2, failed: 0, waiting: 0, total: 2 },
    draft: definition,
    draftRevision: 7,
    published: definition,
    faults: [],
  },
  {
    id: 'wfl_2',
    name: 'Recusa avisa o vendedor',
    status: 'draft',
    trigger: { connector: 'clicksign', key: 'document.refused', connection: clicksign },
    actions: [],
    version: null,
    changed: true,
    updatedAt: ago(600),
    lastRunAt: null,
    attention: 0,
    tags: [],
    day: { completed: 2, failed: 0, waiting: 0, total: 2 },
    draft: {
      ...definition,
      trigger: { ...definition.trigger, key: 'document.refused' },
      steps: { ...definition.steps },
    },
    draftRevision: 1,
    published: null,
    faults: [
      { path: 'steps.step_1.input.stage_id', code: 'required' },
      { path: 'steps.step_1.connectionId', code: 'connection_missing' },
    ],
  },
];
