import { must, type Crm } from './crm.ts';
import { labelEffect, productEffect } from './effects.ts';
import { given } from './given.ts';
import { Refusal } from './refusal.ts';
import type { LabelKind, LabelRow, ProductRow } from './rows.ts';

const nouns: Record<LabelKind, string> = {
  source: 'Deal source',
  campaign: 'Campaign',
  lost_reason: 'Deal lost reason',
  segment: 'Segment',
};

interface LabelDraft {
  name?: string | null | undefined;
  description?: string | null | undefined;
}

/** The labels of a kind, by name. */
export function labelsOf(crm: Crm, kind: LabelKind): LabelRow[] {
  return crm.labels
    .all()
    .filter((row) => row.kind === kind)
    .sort((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
}

/** The label of an id and kind; a label of another kind is not found. */
export function mustLabel(crm: Crm, kind: LabelKind, id: string): LabelRow {
  const row = must(crm.labels, id, nouns[kind]);
  if (row.kind !== kind) throw new Refusal('not_found', nouns[kind]);
  return row;
}

/** Adds a source, campaign, lost reason or segment. */
export function createLabel(crm: Crm, kind: LabelKind, draft: LabelDraft, id = crm.newId()): LabelRow {
  return crm.commit(() => {
    const now = crm.now();
    const name = filled(draft.name);
    const row = { id, kind, name, description: draft.description ?? null, createdAt: now, updatedAt: now };
    labelEffect(crm, 'created', crm.labels.put(row));
    return row;
  });
}

/** Changes a source, campaign, lost reason or segment. */
export function changeLabel(crm: Crm, row: LabelRow, draft: LabelDraft): LabelRow {
  return crm.commit(() => {
    const name = draft.name === undefined ? row.name : filled(draft.name);
    const description = draft.description === undefined ? row.description : draft.description;
    const changed = crm.labels.put({ ...row, name, description, updatedAt: crm.now() });
    labelEffect(crm, 'updated', changed);
    return changed;
  });
}

export interface ProductDraft extends LabelDraft {
  basePrice?: number | null | undefined;
  visible?: boolean | null | undefined;
}

/** Adds a product to the catalogue. */
export function createProduct(crm: Crm, draft: ProductDraft): ProductRow {
  return crm.commit(() => {
    const now = crm.now();
    const bare = {
      id: crm.newId(),
      description: null,
      basePrice: 0,
      visible: true,
      createdAt: now,
      updatedAt: now,
    };
    const row = crm.products.put({ ...bare, ...said(draft), name: filled(draft.name) });
    productEffect(crm, 'created', row);
    return row;
  });
}

/** Changes a product of the catalogue; deals keep the price they were given. */
export function changeProduct(crm: Crm, row: ProductRow, draft: ProductDraft): ProductRow {
  return crm.commit(() => {
    const name = draft.name === undefined ? row.name : filled(draft.name);
    const changed = crm.products.put({ ...row, ...said(draft), name, updatedAt: crm.now() });
    productEffect(crm, 'updated', changed);
    return changed;
  });
}

function said({ description, basePrice, visible }: ProductDraft) {
  return given({ description, basePrice: basePrice ?? undefined, visible: visible ?? undefined });
}

function filled(name: string | null | undefined): string {
  const trimmed = (name ?? '').trim();
  if (trimmed === '') throw new Refusal('blank', 'name');
  return trimmed;
}
