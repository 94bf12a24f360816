import type { i18n as I18n } from 'i18next';

/** A code turned into something readable, for texts nobody translated yet: `deal_stage.moved` gives "Deal stage moved". */
export function humanise(code: string): string {
  const last = code.split('/').at(-1) ?? code;
  const words = last
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[._\-\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A text by its way in a namespace, or null when nobody wrote it. Parameters fill `{{name}}` and choose plurals. */
export function textAt(
  i18n: I18n,
  ns: string,
  way: string[],
  params: Record<string, unknown> = {},
): string | null {
  const key = way.join('/');
  // Objects may stand where a text is asked for (`fields/x` instead of `fields/x/label`): then there is no text.
  const found: unknown = i18n.t(key, { ...params, ns, returnObjects: true, defaultValue: '' });
  return typeof found === 'string' && found !== '' && found !== key ? found : null;
}

/** Where in a connector's namespace a form's texts stand: `['actions', 'deal.upsert']`. */
export type Place = ['triggers' | 'actions' | 'auth', string] | ['settings'];

/** A connector's words, every one with a readable fallback. */
export interface Words {
  trigger(key: string): string;
  action(key: string): string;
  describe(place: Place): string | null;
  label(place: Place, field: string): string;
  help(place: Place, field: string): string | null;
  option(place: Place, field: string, value: string): string;
  output(path: string): string;
  object(name: string): string;
  note(code: string, params: Record<string, unknown>): string;
  reason(code: string, params: Record<string, unknown>): string | null;
  auth(key: string): string;
  /** Triggers that answer one question, as one thing that happens; null for other keys. */
  question(key: string): string | null;
  questionHelp(key: string): string | null;
  ask(question: string): string;
  answer(question: string, trigger: string): string;
  /** A field of a record at the vendor. */
  recordField(object: string, field: string): string;
  /** A vendor's standard field among the targets of a mapping; null for the account's own. */
  target(value: string): string | null;
  group(name: string): string;
}

/** The words of one connector in the language of `i18n`. */
export function wordsOf(i18n: I18n, connector: string): Words {
  const text = (way: string[], params?: Record<string, unknown>) =>
    connector ? textAt(i18n, connector, way, params) : null;
  const own = (way: string[]) => textAt(i18n, 'console', way);
  const field = (place: Place, key: string) => [...place, 'fields', key];
  return {
    trigger: (key) => text(['triggers', key, 'name']) ?? humanise(key),
    action: (key) => text(['actions', key, 'name']) ?? humanise(key),
    describe: (place) => text([...place, 'description']) ?? text([...place, 'help']),
    label: (place, key) =>
      text([...field(place, key), 'label']) ?? own(['fieldLabels', key]) ?? humanise(key),
    help: (place, key) => text([...field(place, key), 'help']),
    option: (place, key, value) => text([...field(place, key), 'options', value]) ?? humanise(value),
    output: (path) =>
      text(['outputs', path]) ??
      text(['outputs', path, 'label']) ??
      humanise(path.split('.').slice(-2).join(' ')),
    object: (name) => text(['objects', name]) ?? own(['objects', name]) ?? humanise(name).toLowerCase(),
    note: (code, params) =>
      text(['notes', code], params) ?? textAt(i18n, 'console', ['notes', code], params) ?? humanise(code),
    reason: (code, params) =>
      text(['reasons', code], params) ?? text(['errors', code], params) ?? text(['notes', code], params),
    question: (key) => text(['questions', key, 'name']),
    questionHelp: (key) => text(['questions', key, 'help']),
    ask: (key) => text(['questions', key, 'ask']) ?? humanise(key),
    answer: (key, trigger) => text(['questions', key, 'answers', trigger]) ?? humanise(trigger),
    recordField: (object, field) =>
      text(['records', object, field]) ?? humanise(field.replace(/^custom:/, '')),
    target: (value) => text(['targets', value]),
    group: (name) => text(['groups', name]) ?? name,
    auth: (key) => text(['auth', key, 'name']) ?? own(['authMethods', key]) ?? humanise(key),
  };
}
