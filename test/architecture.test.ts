import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** The floors of the house (ARCHITECTURE.md): a folder imports only lower floors, and its own. */
const floors: string[][] = [
  ['std', 'domain'],
  ['kit', 'db'],
  ['jobs'],
  ['connections', 'catalog', 'runs', 'files'],
  ['effects', 'history', 'audit', 'notices'],
  ['records'],
  ['intake', 'engine', 'esign', 'sync', 'actions'],
  ['api'],
];
const floorOf = new Map(
  floors.flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)),
);
/** A narrower door: connectors are built on these alone. */
const forConnectors = new Set(['connectors', 'kit', 'domain', 'std']);
const root = join(import.meta.dirname, '..');
const files = globSync('{src,console,test}/**/*.{ts,tsx}', { cwd: root }).map((file) => join(root, file));

interface Import {
  from: string;
  to: string;
}

const folderOf = (file: string) => relative(join(root, 'src'), file).split('/')[0]!;
const isProduct = (file: string) => !/\.(test|fixture)\.ts$/.test(file);

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteral(target)) found.push(target.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.flatMap((to) => {
    if (to.startsWith('#')) return { from: file, to: join(root, 'src', to.slice(1)) };
    return to.startsWith('.') ? { from: file, to: resolve(dirname(file), to) } : [];
  });
}

const imports = files
  .filter((file) => file.startsWith(join(root, 'src')) && isProduct(file))
  .flatMap(importsOf);
const show = ({ from, to }: Import) => `${relative(root, from)} → ${relative(root, to)}`;

test('a folder imports only lower floors and itself', () => {
  const wrong = imports.filter(({ from, to }) => {
    const [own, other] = [floorOf.get(folderOf(from)), floorOf.get(folderOf(to))];
    if (own === undefined) return false;
    const sameRoom = folderOf(from) === folderOf(to);
    const sameGround = own === 0 && other === 0;
    return !sameRoom && !sameGround && (other === undefined || other >= own);
  });
  assert.deepEqual(wrong.map(show), []);
});

test('connectors are built on kit, domain and std alone', () => {
  const wrong = imports.filter(
    ({ from, to }) => folderOf(from) === 'connectors' && !forConnectors.has(folderOf(to)),
  );
  assert.deepEqual(wrong.map(show), []);
});

test('an emulator never imports its vendor’s client, nor the client its emulator', () => {
  const wrong = imports.filter(({ from, to }) => {
    const vendor = /connectors\/([^/]+)\//.exec(from)?.[1];
    if (!vendor || !to.includes(`connectors/${vendor}/`)) return false;
    return from.includes('/emulator/') !== to.includes('/emulator/');
  });
  assert.deepEqual(wrong.map(show), []);
});

test('one connector never imports another', () => {
  const vendorOf = (file: string) => /connectors\/([^/]+)\//.exec(file)?.[1];
  const wrong = imports.filter(
    ({ from, to }) => vendorOf(from) && vendorOf(to) && vendorOf(from) !== vendorOf(to),
  );
  assert.deepEqual(wrong.map(show), []);
});

test('the console imports nothing of the hub but types of its contract', () => {
  const wrong = files
    .filter((file) => file.startsWith(join(root, 'console/src')))
    .flatMap(importsOf)
    .filter(({ to }) => to.startsWith(join(root, 'src')) && !to.includes('api/contract'));
  assert.deepEqual(wrong.map(show), []);
});

test('vendors are named in connectors and the wiring alone', () => {
  const vendors = /['"`/](clicksign|rdstation|hubspot|docusign|maileon)['"`/]/;
  const wrong = files.filter((file) => {
    const place = relative(root, file);
    const isRoom = floorOf.has(folderOf(file));
    return place.startsWith('src/') && isRoom && isProduct(file) && vendors.test(readFileSync(file, 'utf8'));
  });
  assert.deepEqual(
    wrong.map((file) => relative(root, file)),
    [],
  );
});

test('the clock, chance and environment are arguments, read in std and the wiring alone', () => {
  const reading = /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\b(?!,)|\bprocess\.env\b/;
  const wrong = files.filter((file) => {
    const room = folderOf(file);
    const exempt = !floorOf.has(room) || room === 'std' || !isProduct(file);
    return file.startsWith(join(root, 'src')) && !exempt && reading.test(readFileSync(file, 'utf8'));
  });
  assert.deepEqual(
    wrong.map((file) => relative(root, file)),
    [],
  );
});

test('a table is written by one folder', () => {
  const writers = new Map<string, Set<string>>();
  const writing = /\b(?:insert into|update|delete from)\s+([a-z_]+)\b/gi;
  for (const file of files.filter((one) => one.startsWith(join(root, 'src')) && isProduct(one))) {
    for (const [, table] of readFileSync(file, 'utf8').matchAll(writing)) {
      if (tables.has(table!)) writers.set(table!, (writers.get(table!) ?? new Set()).add(folderOf(file)));
    }
  }
  const wrong = [...writers].filter(([table, folders]) => folders.size > 1 && table !== 'jobs');
  // Results end their jobs in their own statement (rule 4): runs joins the fragment that jobs gives it.
  assert.deepEqual([...(writers.get('jobs') ?? [])].sort(), ['jobs', 'runs']);
  assert.deepEqual(
    wrong.map(([table, folders]) => `${table}: ${[...folders].join(', ')}`),
    [],
  );
});
const tables = new Set(
  globSync('migrations/*.sql', { cwd: root }).flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(/create table (?:if not exists )?"?([a-z_]+)"?/gi),
    ].map((match) => match[1]!),
  ),
);

test('no file over 300 lines, no function over 60 (a component or a describe over 150)', () => {
  const wrong: string[] = [];
  for (const file of files.filter((one) => !/console\/(dev|locales)\/|fixtures?[./]/.test(one))) {
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n').length - 1;
    if (lines > 300) wrong.push(`${relative(root, file)}: ${lines} lines`);
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body) {
        const length = lengthOf(source, node.body);
        const limit = file.endsWith('.tsx')
          ? 150
          : /^describe\(/.test(node.parent?.getText(source) ?? '')
            ? 150
            : 60;
        if (length > limit) wrong.push(`${relative(root, file)}: a function of ${length} lines`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  assert.deepEqual(wrong, []);
});

function lengthOf(source: ts.SourceFile, node: ts.Node): number {
  const line = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  return line(node.getEnd()) - line(node.getStart(source)) + 1;
}
