import type { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { changeContact, createContact } from '../model/contacts.ts';
import { customValue, fieldsFor } from '../model/custom-fields.ts';
import { changeDeal, deleteDeal, type DealDraft } from '../model/deals.ts';
import { changeTask, createNote, createTask } from '../model/follow-ups.ts';
import { readMoment } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { CustomValues, DealProduct, DealRow, FieldOwner } from '../model/rows.ts';
import { dealView } from './deal.ts';
import { act, formOf, shell, textsIn, viewer, type PageParts } from './shell.ts';

type Form = Record<string, string>;
type Work = (row: DealRow, form: Form, id: string) => string | undefined;

/** The page of a deal and what its forms do. */
export function dealPages(app: Hono, { crm }: PageParts): void {
  app.get('/negociacoes/:id', (c) => {
    const row = crm.deals.get(c.req.param('id'));
    return row ? shell(c, row.name, dealView(crm, row, c.req.query('aba'))) : c.notFound();
  });

  const form = (path: string, tab: string, ok: string, work: Work) =>
    app.post(`/negociacoes/:id${path}`, async (c) => {
      const said = await formOf(c);
      const id = c.req.param('id') ?? '';
      return act(c, `/negociacoes/${id}?aba=${tab}`, ok, () =>
        work(must(crm.deals, id, 'Negociação'), said, c.req.param('item') ?? ''),
      );
    });
  const change = (path: string, draft: (said: Form) => DealDraft, tab = 'contatos') =>
    form(path, tab, 'salvo', (row, said) => void changeDeal(crm, row, draft(said)));

  change('', (said) => ({
    name: said['titulo'],
    ownerId: said['responsavel'],
    organizationId: said['empresa'] || null,
    sourceId: said['fonte'] || null,
    campaignId: said['campanha'] || null,
    expectedCloseDate: said['previsao'] || null,
  }));
  change('/etapa', (said) => ({ stageId: said['etapa'] }));
  change('/ganhar', () => ({ status: 'won' }));
  change('/perder', (said) => ({ status: 'lost', lostReasonId: said['motivo'] || null }));
  form('/excluir', 'contatos', 'excluido', (row) => {
    deleteDeal(crm, row);
    return '/funil';
  });
  form('/contatos', 'contatos', 'salvo', (row, said) => void addContact(crm, row, said));
  form('/anotacoes', 'historico', 'criado', (row, said) => {
    createNote(crm, { dealId: row.id, text: said['texto'], userId: null }, viewer(crm));
    return undefined;
  });
  form('/tarefas', 'tarefas', 'criado', (row, said) => {
    const dueAt = said['quando'] ? readMoment(said['quando']) : null;
    createTask(crm, { dealId: row.id, subject: said['assunto'], type: said['tipo'], dueAt }, viewer(crm));
    return undefined;
  });
  form('/tarefas/:item', 'tarefas', 'salvo', (_row, _said, id) => {
    changeTask(crm, must(crm.tasks, id, 'Tarefa'), { done: true }, viewer(crm));
    return undefined;
  });
  form('/produtos', 'produtos', 'salvo', (row, said) => {
    changeDeal(crm, row, { products: [...row.products, productOf(crm, said)] });
    return undefined;
  });
  app.post('/negociacoes/:id/campos', async (c) => {
    const data = await c.req.formData();
    const id = c.req.param('id');
    return act(c, `/negociacoes/${id}?aba=campos`, 'salvo', () => {
      changeDeal(crm, must(crm.deals, id, 'Negociação'), { customFields: customFrom(crm, 'deal', data) });
      return undefined;
    });
  });
}

/** The custom values of a sent form, whose inputs are named after the fields' ids. */
export function customFrom(crm: Crm, owner: FieldOwner, data: FormData): CustomValues {
  return Object.fromEntries(
    fieldsFor(crm, owner).map((field) => {
      const all = textsIn(data, field.id);
      return [field.id, customValue(field, field.type === 'multiple_choice' ? all : (all[0] ?? null))];
    }),
  );
}

// Unlike the API, the page finds the contact of an e-mail and links it instead of making a second one.
function addContact(crm: Crm, row: DealRow, said: Form): void {
  const email = said['email'] ?? '';
  const known = crm.by.email.first(email.toLowerCase());
  if (known) changeContact(crm, known, { dealIds: [...known.dealIds, row.id] });
  else createContact(crm, { name: said['nome'] || email, emails: [email], dealIds: [row.id] });
}

function productOf(crm: Crm, said: Form): DealProduct {
  const price = Number((said['preco'] ?? '').replace(/\./g, '').replace(',', '.'));
  if (Number.isNaN(price) || price < 0) throw new Refusal('invalid', 'Preço');
  if (!said['nome']) throw new Refusal('blank', 'Nome');
  return {
    id: crm.newId(),
    productId: null,
    name: said['nome'],
    description: null,
    basePrice: price,
    price,
    amount: 1,
    discount: 0,
    discountType: 'value',
    recurrence: said['recorrencia'] === 'monthly' ? 'monthly' : 'spare',
    createdAt: crm.now(),
  };
}
