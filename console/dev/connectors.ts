import type { ConnectorInfo, Field, Option } from '../../src/api/contract.ts';

const documentFields: Field[] = [
  { key: 'folder', type: 'select', options: { from: 'folders' } },
  { key: 'name_contains', type: 'text' },
];

const stage: Field[] = [
  {
    key: 'pipeline_id',
    type: 'select',
    required: true,
    options: { from: 'pipelines' },
    clears: ['stage_id'],
  },
  {
    key: 'stage_id',
    type: 'select',
    required: true,
    options: { from: 'stages', dependsOn: ['pipeline_id'] },
  },
];

const dealFields: Field[] = [
  ...stage,
  { key: 'stage_rule', type: 'select', default: 'always', options: { values: ['always', 'on_create'] } },
  {
    key: 'allow_backwards',
    type: 'boolean',
    default: false,
    showIf: { field: 'stage_rule', in: ['always'] },
  },
  { key: 'title', type: 'template', required: true },
  {
    key: 'match',
    type: 'select',
    default: 'document',
    options: { values: ['document', 'title', 'contact'] },
  },
  {
    key: 'document_key',
    type: 'template',
    default: '{{ document.key }}',
    showIf: { field: 'match', in: ['document'] },
  },
  { key: 'on_several', type: 'select', default: 'ask', options: { values: ['ask', 'newest'] } },
  { key: 'closed_deals', type: 'select', default: 'new', options: { values: ['new', 'fail', 'update'] } },
  { key: 'contact_email', type: 'template' },
  { key: 'contact_name', type: 'template' },
  { key: 'organization_name', type: 'template' },
  { key: 'owner_id', type: 'select', options: { from: 'users' } },
  { key: 'source_id', type: 'select', options: { from: 'users' } },
  { key: 'rating', type: 'select', options: { values: ['1', '2', '3', '4', '5'] } },
  { key: 'value', type: 'template' },
  { key: 'fields', type: 'mapping', targets: { from: 'dealTargets' } },
  { key: 'note', type: 'longtext' },
];

/** Two tools, as small as the screens can do with. */
export const connectors: ConnectorInfo[] = [
  {
    key: 'clicksign',
    name: 'Clicksign',
    monogram: { text: 'Cs', color: '#2563eb' },
    environments: [
      { key: 'emulator', kind: 'emulator' },
      { key: 'sandbox', kind: 'sandbox' },
      { key: 'production', kind: 'live' },
    ],
    auth: [
      { kind: 'token', key: 'token', fields: [{ key: 'access_token', type: 'secret', required: true }] },
    ],
    settings: [],
    triggers: [
      'document.completed',
      'document.signed',
      'document.closed_by_deadline',
      'document.refused',
      'document.canceled',
    ].map((key) => ({
      key,
      version: 1,
      fields: documentFields,
      output: [
        { path: 'document.filename', type: 'text', sample: 'Contrato de Prestação.pdf' },
        { path: 'document.key', type: 'text', sample: '1a2b3c4d-0000-4000-8000-000000000001' },
        { path: 'document.company', type: 'text', sample: 'ACME Ltda' },
        { path: 'document.finished_at', type: 'date', sample: '2026-11-21T14:03:00Z' },
        { path: 'document.signer_count', type: 'number', sample: 1 },
        { path: 'signer.name', type: 'text', sample: 'Maria Silva' },
        { path: 'signer.email', type: 'text', sample: 'maria@acme.com.br' },
      ],
    })),
    actions: [],
    webhooks: true,
    questions: [],
    readsChanges: true,
    holdsRecords: false,
  },
  {
    key: 'rdstation',
    name: 'RD Station CRM',
    monogram: { text: 'RD', color: '#0fb5ba' },
    environments: [
      { key: 'emulator', kind: 'emulator' },
      { key: 'production', kind: 'live' },
    ],
    auth: [
      { kind: 'token', key: 'token', fields: [{ key: 'token', type: 'secret', required: true }] },
      {
        kind: 'oauth2',
        key: 'oauth2',
        fields: [
          { key: 'client_id', type: 'text', required: true },
          { key: 'client_secret', type: 'secret', required: true },
        ],
      },
    ],
    settings: [],
    triggers: [
      {
        key: 'deal.won',
        version: 1,
        fields: [],
        output: [{ path: 'deal.title', type: 'text', sample: 'Contrato – ACME' }],
      },
    ],
    actions: [
      {
        key: 'deal.upsert',
        version: 1,
        fields: dealFields,
        output: [
          { path: 'deal.id', type: 'text', sample: '6508785674d9c0c700205a47' },
          { path: 'deal.title', type: 'text', sample: 'Contrato – ACME' },
          { path: 'deal.pipeline', type: 'text', sample: 'Vendas' },
          { path: 'deal.stage', type: 'text', sample: 'Contrato assinado' },
          { path: 'contact.email', type: 'text', sample: 'maria@acme.com.br' },
        ],
        orderBy: '{{ document.key }}',
        needsConnection: true,
      },
      {
        key: 'deal.win',
        version: 1,
        fields: [{ key: 'deal_id', type: 'template', required: true }],
        output: [],
        orderBy: null,
        needsConnection: true,
      },
    ],
    webhooks: false,
    questions: [],
    readsChanges: true,
    holdsRecords: false,
  },
];

/** Choices of the mocked account; stages follow the pipeline asked for. */
export function optionsOf(loader: string, params: URLSearchParams): Option[] {
  if (loader === 'pipelines') {
    return [
      { value: 'p1', label: 'Funil Padrão' },
      { value: 'p2', label: 'Vendas' },
    ];
  }
  if (loader === 'stages') {
    const names =
      params.get('pipeline_id') === 'p2'
        ? ['Proposta', 'Em assinatura', 'Contrato assinado']
        : ['Sem contato', 'Contato feito'];
    return names.map((label, index) => ({ value: `${params.get('pipeline_id')}-s${index + 1}`, label }));
  }
  if (loader === 'folders') {
    return [
      { value: '/Vendas', label: '/Vendas' },
      { value: '/Vendas/2026', label: '/Vendas/2026' },
    ];
  }
  if (loader === 'users') return [{ value: 'u1', label: 'Ana Souza' }];
  return [
    {
      value: 'deal:rating',
      label: 'Qualificação',
      group: 'Negociação',
      type: 'option',
      choices: ['1', '2', '3', '4', '5'],
    },
    { value: 'deal.custom:77', label: 'Número do contrato', group: 'Negociação', type: 'text', custom: true },
    { value: 'contact:title', label: 'Cargo', group: 'Contato', type: 'text' },
  ];
}
