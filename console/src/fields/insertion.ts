/** Text with a value put in, and where the caret stands after it. */
export interface Inserted {
  text: string;
  caret: number;
}

/** Puts `{{ path }}` where the caret or selection is. Braces just typed are taken as the start of it. */
export function insertValue(text: string, start: number, end: number, path: string): Inserted {
  const before = text.slice(0, start).replace(/\{\{?\s*$/, '');
  const piece = `{{ ${path} }}`;
  return { text: before + piece + text.slice(end), caret: before.length + piece.length };
}

/** Whether the reader just typed `{{`, which asks for the values. */
export function asksForValue(text: string, caret: number): boolean {
  return text.slice(0, caret).endsWith('{{') && !text.slice(caret).trimStart().startsWith('}}');
}

/** A sample shown in one short line. */
export function sampleText(sample: unknown, longest = 60): string {
  const text =
    typeof sample === 'string'
      ? sample
      : sample === null || sample === undefined
        ? ''
        : JSON.stringify(sample);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
