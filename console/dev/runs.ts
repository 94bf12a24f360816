import type { Attempt, Call, EventSummary, JsonObject, Run, RunSummary } from '../../src/api/contract.ts';
import { ago, clicksign, definition, later, rdstation, start } from './data.ts';

const titles = [
  'Contrato de Prestação.pdf',
  'Aditivo 2 – Transportes Andorinha e Filhos Comércio de Peças Ltda, versão final revisada pelo jurídico.pdf',
  'Proposta Horizonte.pdf',
  'NDA Beija-Flor.pdf',
];
const states: Pick<RunSummary, 'status' | 'reason' | 'nextAt'>[] = [
  { status: 'completed', reason: null, nextAt: null },
  {
    status: 'waiting',
    reason: {
      code: 'vendor_rate_limited',
      params: { status: 429, retryAfterMs: 60_000 },
      message: 'Too Many Requests',
    },
    nextAt: later(1),
  },
  { status: 'parked', reason: { code: 'several_found', params: {} }, nextAt: null },
  {
    status: 'failed',
    reason: {
      code: 'vendor_invalid',
      params: { status: 422, retryAfterMs: null },
      message: 'deal_stage_id: não encontrado',
    },
    nextAt: null,
  },
  { status: 'running', reason: null, nextAt: null },
  { status: 'canceled', reason: { code: 'canceled_by_hand' }, nextAt: null },
];

/** A run of the list; newer ones have higher numbers. */
export function runSummary(n: number, minutes: number): RunSummary {
  const state = states[n % states.length] ?? states[0]!;
  return {
    id: `run_01JD3K5W8Q${String(n).padStart(4, '0')}`,
    title: titles[n % titles.length] ?? '',
    trigger: 'document.completed',
    ...state,
    workflow: { id: 'wfl_1', name: 'Contrato assinado → negócio' },
    source: clicksign,
    startedAt: ago(minutes),
    restedAt: ['completed', 'failed', 'canceled'].includes(state.status) ? ago(minutes - 0.06) : null,
  };
}
export const runs: RunSummary[] = Array.from({ length: 40 }, (_, index) =>
  runSummary(100 - index, 4 + index * 37),
);

const call = (method: string, path: string, status: number, request: unknown, answer: unknown): Call => ({
  method,
  url: `https://crm.rdstation.com/api/v1${path}?token=•••`,
  startedAt: ago(4),
  ms: 180 + status / 4,
  requestHeaders: { accept: 'application/json', 'content-type': 'application/json', authorization: '•••' },
  requestBody: request === null ? null : { text: JSON.stringify(request), bytes: 214, cut: false },
  status,
  responseHeaders: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': '7d5e' },
  responseBody: { text: JSON.stringify(answer), bytes: 1240, cut: false },
  error: null,
});

const deal = {
  name: 'Contrato de Prestação.pdf – ACME Ltda',
  deal_stage_id: 'p2-s3',
  contacts: [{ name: 'Maria Silva', emails: [{ email: 'maria@acme.com.br' }] }],
};
const attempt = (n: number, minutes: number, more: Partial<Attempt>): Attempt => ({
  n,
  status: 'succeeded',
  trigger: 'scheduled',
  startedAt: ago(minutes),
  ms: 412,
  nextAt: null,
  error: null,
  notes: [],
  touched: [],
  calls: [],
  ...more,
});

/** A run in full, shaped by its state. */
export function runOf(summary: RunSummary): Run {
  const minutes = (start - Date.parse(summary.startedAt)) / 60_000;
  const document = { filename: summary.title, company: 'ACME Ltda', key: documentKey, signer_count: 1 };
  return {
    ...summary,
    restedAt: summary.status === 'completed' ? ago(minutes - 1.06) : summary.restedAt,
    version: { id: 'wfv_3', number: 3 },
    event: eventOf(summary),
    data: { document, signer: { name: 'Maria Silva', email: 'maria@acme.com.br', documentation: '•••' } },
    definition,
    steps: [stepOf(summary, minutes)],
    repeats: null,
    repeatedBy: [],
    waitsFor: null,
    decision: summary.status === 'parked' ? question : null,
    actions:
      summary.status === 'failed'
        ? [{ at: ago(minutes - 1), action: 'retry', params: {}, by: { kind: 'person', name: 'Ana Souza' } }]
        : [],
  };
}

const question: Run['decision'] = {
  code: 'several_found',
  params: {},
  choices: ['adopt', 'send_again', 'give_up'],
  candidates: [
    { id: '65', title: 'Contrato de Prestação – ACME', url: 'https://crm.rdstation.com/app/deals/65' },
    { id: '91', title: 'Contrato de Prestação – ACME (2)', url: 'https://crm.rdstation.com/app/deals/91' },
  ],
};

function eventOf(summary: RunSummary): Run['event'] {
  const body = {
    event: { name: 'auto_close' },
    document: { filename: summary.title, signers: [{ email: 'maria@acme.com.br' }] },
  };
  return {
    ...events[0]!,
    receivedAt: summary.startedAt,
    title: summary.title,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', event: 'auto_close', 'content-hmac': '•••' },
    data: null,
  };
}

const stepStatus = { completed: 'succeeded', failed: 'failed', running: 'running' } as const;

function stepOf(summary: RunSummary, minutes: number): Run['steps'][number] {
  const done = summary.status === 'completed';
  const set = (definition.steps.step_1 as { input: JsonObject }).input;
  const filled = {
    title: deal.name,
    document_key: documentKey,
    contact_email: 'maria@acme.com.br',
    contact_name: 'Maria Silva',
  };
  const output = {
    deal: { id: '65', title: deal.name, pipeline: 'Vendas', stage: 'Contrato assinado' },
    contact: { email: 'maria@acme.com.br' },
  };
  const failed = failedAttempt(summary, minutes);
  return {
    id: 'step_1',
    connector: 'rdstation',
    action: 'deal.upsert',
    connection: rdstation,
    status: stepStatus[summary.status as keyof typeof stepStatus] ?? 'waiting',
    input: { ...set, ...filled },
    output: done ? output : null,
    attempts: done ? [failed, goodAttempt(minutes - 1.05)] : [failed],
  };
}

function failedAttempt(summary: RunSummary, minutes: number): Attempt {
  const refused = { errors: { deal_stage_id: ['não encontrado'] } };
  return attempt(1, minutes, {
    status: 'failed',
    ms: 230,
    error: summary.reason ?? {
      code: 'vendor_unavailable',
      params: { status: 500 },
      message: 'Internal Server Error',
    },
    calls: [look, call('POST', '/deals', summary.status === 'failed' ? 422 : 500, { deal }, refused)],
    nextAt: summary.nextAt,
  });
}

function goodAttempt(minutes: number): Attempt {
  return attempt(2, minutes, {
    notes: [{ code: 'deal_recovered', params: {} }],
    touched: [
      {
        object: 'deal',
        id: '65',
        title: deal.name,
        outcome: 'created',
        url: 'https://crm.rdstation.com/app/deals/65',
      },
      { object: 'contact', id: '66', title: 'Maria Silva', outcome: 'created', url: null },
    ],
    calls: [look, call('POST', '/deals', 200, { deal }, { id: '65', ...deal })],
  });
}

const look = call('GET', '/contacts', 200, null, { total: 0, contacts: [] });
const documentKey = '1a2b3c4d-0000-4000-8000-000000000001';

export const events: EventSummary[] = (['recognized', 'ignored', 'unrecognized', 'recognized'] as const).map(
  (outcome, index) => ({
    id: `evt_${index}`,
    title: outcome === 'unrecognized' ? '' : (titles[index] ?? ''),
    trigger: outcome === 'recognized' ? 'document.completed' : null,
    outcome,
    via: index === 3 ? 'changes' : 'webhook',
    source: clicksign,
    receivedAt: ago(4 + index * 11),
    occurredAt: ago(5 + index * 11),
    runs:
      outcome === 'recognized'
        ? [{ id: runs[index]!.id, status: runs[index]!.status, workflow: 'Contrato assinado → negócio' }]
        : [],
  }),
);
