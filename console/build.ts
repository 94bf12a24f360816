import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

/** Where the sources stand and what to tell about the build. */
export interface BuildOptions {
  /** The repository's folder: sources in `console/`, the result in `dist/console/`. */
  root: string;
  /** Gets one short sentence per thing that happened. */
  log: (message: string) => void;
}

/** What the result depends on, relative to the repository. A folder counts with everything in it. */
const sources = [
  'console/index.html',
  'console/vite.config.ts',
  'console/build.ts',
  'console/tsconfig.json',
  'console/src',
  'console/public',
  'console/locales',
  'src/api/contract.ts',
  'package-lock.json',
];

/**
 * Builds the console into `dist/console` when its sources changed since the last build; otherwise does nothing. The new
 * files appear at once: they are built in a folder beside and renamed. Throws what Vite throws.
 */
export async function buildConsole({ root, log }: BuildOptions): Promise<void> {
  const target = path.join(root, 'dist', 'console');
  const hash = await hashSources(root);
  if ((await readFile(path.join(target, '.hash'), 'utf8').catch(() => '')) === hash) return;
  log('Building the console …');
  const nonce = randomBytes(4).toString('hex');
  const fresh = `${target}.${nonce}.new`;
  const { build } = await import('vite');
  try {
    await build({
      configFile: path.join(root, 'console', 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: fresh },
    });
    await pack(fresh);
    await writeFile(path.join(fresh, '.hash'), hash);
    await swap(fresh, target, `${target}.${nonce}.old`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  log('The console is built.');
}

/** Lays a brotli copy (`x.js.br`) beside every text: packing this small takes too long to do while somebody waits. */
async function pack(folder: string): Promise<void> {
  const texts = (await filesOf(folder)).filter((file) => /\.(js|css|svg|html)$/.test(file));
  await Promise.all(
    texts.map(async (file) => {
      await writeFile(`${file}.br`, await promisify(brotliCompress)(await readFile(file)));
    }),
  );
}

/** Puts `fresh` where `target` was. Two builders at once leave one whole result: the second rename wins. */
async function swap(fresh: string, target: string, old: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await rename(target, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, target).catch((error: NodeJS.ErrnoException) => {
    // Another process was faster; what it built from the same sources is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(old, { recursive: true, force: true });
}

async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(path.join(root, source))) {
      hash
        .update(path.relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** The file itself, or every file of a folder, tests left out, in a stable order. */
async function filesOf(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return null;
      throw error;
    },
  );
  if (!entries) return [place];
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

// As a program of its own, so that what Vite takes in memory goes away with it.
if (import.meta.main) {
  await buildConsole({
    root: path.join(import.meta.dirname, '..'),
    log: (message) => void process.stderr.write(`${message}\n`),
  });
}
