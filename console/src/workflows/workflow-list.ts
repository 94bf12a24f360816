import type { WorkflowStatus, WorkflowSummary } from '../../../src/api/contract.ts';

/** What a list of workflows is narrowed by; empty values narrow nothing. */
export interface ListFilter {
  q: string;
  status: WorkflowStatus | 'attention' | '';
  tag: string;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The workflows that fit, in their order. Words are looked for in the name, the tags and what it does; case and accents
 * make no difference.
 * @param does what a workflow does, in the reader's words
 */
export function narrowed(
  list: WorkflowSummary[],
  { q, status, tag }: ListFilter,
  does: (workflow: WorkflowSummary) => string,
): WorkflowSummary[] {
  const words = fold(q).split(/\s+/).filter(Boolean);
  return list.filter((workflow) => {
    if (status === 'attention' ? workflow.attention === 0 : status !== '' && workflow.status !== status) {
      return false;
    }
    if (tag && !workflow.tags.includes(tag)) return false;
    const text = fold([workflow.name, ...workflow.tags, does(workflow)].join(' '));
    return words.every((word) => text.includes(word));
  });
}
