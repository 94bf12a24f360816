import type { Desk } from '../desk.ts';
import type { Note } from '../port.ts';
import { clockToleranceMs } from '../deals/match.ts';

/**
 * Writes a note on a deal once per step of a run: RD has no key for notes and none can be changed afterwards.
 * @param text the note, as given
 */
export async function noteOnce(
  desk: Desk,
  note: { dealId: string; text: string; userId?: string },
): Promise<string> {
  const ensured = await desk.context.effects.ensure<{ id: string }>({
    object: 'note',
    match: desk.context.idempotencyKey,
    async find({ since }) {
      if (since === null) return { kind: 'none' };
      const left = (await desk.crm.notesOf(note.dealId)).filter(
        (one) => sameText(one, note.text) && (one.createdAt ?? since) >= since - clockToleranceMs,
      );
      const [first] = left;
      return first ? { kind: 'one', id: first.id, value: { id: first.id } } : { kind: 'none' };
    },
    async create() {
      const { id } = await desk.crm.createNote(note);
      return { id, value: { id } };
    },
    // A note that somebody deleted is not written again.
    read: async (id) => ({ id }),
  });
  return ensured.id;
}

function sameText(note: Note, text: string): boolean {
  const plain = (value: string): string => value.replace(/\s+/g, ' ').trim();
  return plain(note.text) === plain(text);
}
