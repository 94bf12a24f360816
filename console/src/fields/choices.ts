import type { ComboboxItem, ComboboxItemGroup } from '@mantine/core';
import type { Option } from '../../../src/api/contract.ts';

/** Options as Mantine draws them: under their headings when they have any, doubles left out. */
export function asChoices(options: Option[]): (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] {
  const seen = new Set<string>();
  const loose: ComboboxItem[] = [];
  const groups = new Map<string, ComboboxItem[]>();
  for (const { value, label, group } of options) {
    // Mantine refuses two options of one value; the first is as good.
    if (seen.has(value)) continue;
    seen.add(value);
    const item = { value, label };
    if (!group) loose.push(item);
    else groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  return [...loose, ...[...groups].map(([group, items]) => ({ group, items }))];
}

/** Options with the chosen values among them, even those the account no longer has. */
export function withChosen(options: Option[], chosen: string[], lost: (value: string) => string): Option[] {
  const missing = chosen.filter((value) => value !== '' && !options.some((option) => option.value === value));
  return [...missing.map((value) => ({ value, label: lost(value) })), ...options];
}
