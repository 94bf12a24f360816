/** One thing the vendor objects to. Each door (v1, v3, pages) words it in its own shape. */
export type Objection =
  /** 400: `pointer` from the body's root, e.g. "/data/attributes/locale". */
  | { kind: 'bad_request'; pointer: string; detail: string }
  /** 422: `title` without the attribute's name. */
  | { kind: 'unprocessable'; attribute: string; title: string }
  | { kind: 'forbidden'; detail: string }
  | { kind: 'not_found'; id: string }
  | { kind: 'too_many'; resetAt: number };

/** The vendor refuses a call; nothing of it was done. */
export class Refusal extends Error {
  readonly objections: Objection[];
  constructor(...objections: Objection[]) {
    super(objections.map(textOf).join('; '));
    this.name = 'Refusal';
    this.objections = objections;
  }
}

/** The objection as one sentence. */
export function textOf(objection: Objection): string {
  switch (objection.kind) {
    case 'bad_request':
    case 'forbidden':
      return objection.detail;
    case 'unprocessable':
      return objection.attribute === '' ? objection.title : `${objection.attribute} - ${objection.title}`;
    case 'not_found':
      return `O registro identificado por ${objection.id} não pôde ser encontrado`;
    case 'too_many':
      return 'Limite de requisições excedido';
  }
}

export function unprocessable(attribute: string, title: string): Refusal {
  return new Refusal({ kind: 'unprocessable', attribute, title });
}
export function badRequest(attribute: string, detail: string): Refusal {
  return new Refusal({ kind: 'bad_request', pointer: `/data/attributes/${attribute}`, detail });
}
export function forbidden(detail: string): Refusal {
  return new Refusal({ kind: 'forbidden', detail });
}
export function notFound(id: string): Refusal {
  return new Refusal({ kind: 'not_found', id });
}
