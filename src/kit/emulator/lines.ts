import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, writeSync } from 'node:fs';

/** A file of lines, written by one process at a time. */
export interface LineFile {
  /** The whole lines of the file. A last one without its newline (the writer was killed) is cut off. */
  replay(): Generator<string>;
  append(line: string): void;
  /** Puts these lines in place of all others, at once: a kill leaves the old file or the new one. */
  rewrite(lines: Iterable<string>): void;
  /** Bytes in the file. */
  readonly size: number;
  close(): void;
}

const newline = 10;
const chunkBytes = 1024 * 1024;

/** Opens a file of lines, made when missing. */
export function openLines(file: string): LineFile {
  let fd = openSync(file, 'a+');
  return {
    *replay() {
      const tail = yield* readLines(fd);
      if (tail > 0) ftruncateSync(fd, fstatSync(fd).size - tail);
    },
    append: (line) => write(fd, `${line}\n`),
    rewrite(lines) {
      const next = openSync(`${file}.next`, 'w');
      for (const line of lines) write(next, `${line}\n`);
      closeSync(next);
      renameSync(`${file}.next`, file);
      closeSync(fd);
      fd = openSync(file, 'a+');
    },
    get size() {
      return fstatSync(fd).size;
    },
    close: () => closeSync(fd),
  };
}

/** Reads in chunks, as a file may be larger than a buffer can be. Returns how many bytes stand after the last newline. */
function* readLines(fd: number): Generator<string, number> {
  const chunk = Buffer.alloc(chunkBytes);
  let parts: Buffer[] = [];
  let position = 0;
  for (;;) {
    const count = readSync(fd, chunk, 0, chunkBytes, position);
    if (count === 0) return parts.reduce((sum, part) => sum + part.length, 0);
    position += count;
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && end < count; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      parts = [];
      start = end + 1;
    }
    if (start < count) parts.push(Buffer.from(chunk.subarray(start, count)));
  }
}

function write(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
