import type { RunStatus } from '#domain/status.ts';
import { termsOf } from '#domain/terms.ts';
import { idAt } from '#std/id.ts';
import type { Id } from '#std/id.ts';

/** A made-up run. */
export interface Entry {
  id: Id;
  workflowId: Id;
  title: string;
  status: RunStatus;
  words: string[];
}

const firstNames = [
  'Ana',
  'João',
  'Maria',
  'Pedro',
  'Luísa',
  'Bruno',
  'Carla',
  'Diego',
  'Érica',
  'Fábio',
  'Gil',
  'Helena',
];
const lastNames = [
  'Silva',
  'Souza',
  'Costa',
  'Pereira',
  'Lima',
  'Alves',
  'Ribeiro',
  'Gomes',
  'Martins',
  'Barbosa',
  'Zanini',
];

/** Makes runs from a fixed sequence of chance, so that two measurements see the same data. */
export function createBook() {
  let state = 42;
  const chance = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
  const oneOf = <Item>(items: readonly Item[]) => items[Math.floor(chance() * items.length)]!;

  /** An id of that millisecond; `newId` would not go back in time. */
  function idOf(ms: number): Id {
    const hex = (digits: number) =>
      Math.floor(chance() * 16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    return `${idAt(ms).slice(0, 15)}${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
  }

  /**
   * @param share how far along the whole stretch of time, 0 to 1
   * @param ms when it began, milliseconds since the epoch
   */
  function entry(share: number, ms: number, workflows: Id[]): Entry {
    const id = idOf(ms);
    const kind = chance() < 0.6 ? 'Contrato' : 'Proposta';
    // Squared: some companies come up often, most hardly ever.
    const company = `Empresa ${Math.floor(chance() ** 2 * 20_000)}`;
    const rare = chance() < 0.00005 ? ' raridade' : '';
    const old = share < 0.3 && chance() < 0.5 ? ' antiga' : '';
    const title = `${kind} ${company}${old}${rare}.pdf`;
    const [first, last] = [oneOf(firstNames), oneOf(lastNames)];
    const number = Math.floor(chance() * 100_000);
    const email = `${first}.${last}${number}@${company.replace(' ', '').toLowerCase()}.com.br`;
    const documentId = `${id.slice(24)}-${number.toString(16)}`;
    const words = termsOf([title, `${first} ${last}`, email, company, documentId]);
    const place = chance();
    const workflowId = workflows[place < 0.9 ? 0 : place < 0.9995 ? 1 : 2]!;
    return { id, workflowId, title, status: statusOf(chance()), words };
  }
  return { entry };
}

function statusOf(chance: number): RunStatus {
  if (chance < 0.000_02) return 'canceled';
  if (chance < 0.005) return 'failed';
  if (chance < 0.006) return 'parked';
  if (chance < 0.007) return 'waiting';
  return 'completed';
}
