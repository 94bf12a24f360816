import { Context, Liquid, toValueSync } from 'liquidjs';
import type { Emitter, Template } from 'liquidjs';

/** What stands for a value that is not there, until the text around it is tidied. */
export const blank = '\u0001';

const liquid = new Liquid({
  strictFilters: true,
  // Ownership only: a template must not reach into prototypes.
  ownPropertyOnly: true,
  parseLimit: 100_000,
  renderLimit: 1_000,
  memoryLimit: 10_000_000,
  outputEscape: (value: unknown) => {
    if (value === undefined || value === null || value === '') return blank;
    return typeof value === 'string' ? value : JSON.stringify(value);
  },
});
// These read files of the machine, and by default from the folder the hub was started in.
for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];

/** As long as the longest body that is taken in; all texts of one filling together. */
const mostCharacters = 5 * 1024 * 1024;
/** Parsed templates take some hundred times their length: this many characters of them are kept. */
const mostKept = 1_000_000;
/**
 * What filling may cost in all: one second and five million characters, however many templates it is made of. A loop
 * over a huge list must not stop the process, and neither must a thousand small ones.
 */
export class Allowance {
  readonly #time = new Context({}, liquid.options).renderLimit;
  #characters = mostCharacters;

  /** Fills a parsed template. Throws liquid's own error, which names the place. */
  fill(template: Template[], scope: object): string {
    // A copy: `increment` writes into what it is given.
    const context = new Context(
      { ...scope },
      liquid.options,
      { sync: true },
      { renderLimit: this.#time, liquid },
    );
    const text: Emitter = {
      buffer: '',
      write: (part: string) => {
        this.#characters -= String(part).length;
        if (this.#characters < 0) throw new Error(`the text is over ${mostCharacters} characters long`);
        text.buffer += part;
      },
    };
    toValueSync(liquid.renderer.renderTemplates(template, context, text));
    return text.buffer;
  }
}

const kept = new Map<string, Template[]>();
let keptCharacters = 0;

/** Parses once; the oldest go when many are kept. Throws liquid's own error, which names the place. */
export function parsed(source: string): Template[] {
  const known = kept.get(source);
  if (known) return known;
  const made = liquid.parse(source);
  kept.set(source, made);
  keptCharacters += source.length;
  for (const oldest of kept.keys()) {
    if (keptCharacters <= mostKept) break;
    kept.delete(oldest);
    keptCharacters -= oldest.length;
  }
  return made;
}
