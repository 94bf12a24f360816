import { localStorageColorSchemeManager } from '@mantine/core';

/** Where light, dark or auto is remembered. */
export const colorSchemes = localStorageColorSchemeManager({ key: 'countersign.color-scheme' });

/**
 * Marks the document with the reader's colours before the first paint of the app. Mantine's own script for it is
 * inline, which our content policy refuses.
 */
export function showColorScheme(): void {
  const wanted = colorSchemes.get('auto');
  const dark = wanted === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : wanted === 'dark';
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}
