import type { AuditEntry } from '../contract.ts';

const columns = ['time', 'who', 'kind', 'address', 'route', 'names', 'changes', 'details', 'outcome'];

/** Rows as comma-separated values (RFC 4180), page by page, with a line of names first. */
export function csvOf(pages: AsyncGenerator<AuditEntry[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        // The mark tells spreadsheets that this is UTF-8.
        controller.enqueue(encoder.encode(`\uFEFF${columns.join(',')}\r\n`));
        return;
      }
      const next = await pages.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value.map((entry) => `${lineOf(entry)}\r\n`).join('')));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

function lineOf(entry: AuditEntry): string {
  const names = entry.subjects.map(({ kind, id, name }) => `${kind} ${name ?? ''} (${id})`);
  const changes = entry.changes.map(({ field, from, to }) =>
    to === undefined ? field : `${field}: ${String(from)} → ${String(to)}`,
  );
  const details = Object.entries(entry.params).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [
    ...[entry.at, entry.actor.name ?? '', entry.actor.kind, entry.address ?? '', entry.route],
    ...[names.join('; '), changes.join('; '), details.join('; '), entry.outcome],
  ]
    .map(cell)
    .join(',');
}

/** Quoted where it must be. What a spreadsheet would take for a formula is made text by an apostrophe (OWASP, read 2026-11). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
