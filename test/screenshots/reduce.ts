import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const most = 256;
/** How many of them are chosen for being unlike the others. */
const rare = 96;

/**
 * The same picture with a palette of 256 of its colours, about a third as large. Others become the nearest of them.
 * Takes what Chromium writes: PNG of 8 bits, RGB or RGBA, not interlaced (PNG, third edition, 2025).
 */
export function reducePng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')!.data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const samples = header[9] === 6 ? 4 : 3;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const colors = colorsOf(inflateSync(packed), width, height, samples);
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const palette = paletteOf(counts);
  const places = new Map(palette.map((color, place) => [color, place]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [pixel, color] of colors.entries()) {
    const place = places.get(color) ?? nearest(palette, color);
    places.set(color, place);
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = place;
  }
  const indexed = Buffer.from(header);
  indexed[9] = 3;
  const table = Buffer.from(palette.flatMap(parts));
  return Buffer.concat([
    signature,
    chunk('IHDR', indexed),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

/** Each pixel as one number, with the rows' filters undone; what is transparent is taken as it is underneath. */
function colorsOf(raw: Buffer, width: number, height: number, samples: number): Uint32Array {
  const line = width * samples;
  const colors = new Uint32Array(width * height);
  let above: Buffer = Buffer.alloc(line);
  for (let y = 0; y < height; y++) {
    const start = y * (line + 1);
    const row = raw.subarray(start + 1, start + 1 + line);
    unfilter(row, above, raw[start]!, samples);
    for (let x = 0; x < width; x++) {
      const at = x * samples;
      colors[y * width + x] = (row[at]! << 16) | (row[at + 1]! << 8) | row[at + 2]!;
    }
    above = row;
  }
  return colors;
}

function unfilter(row: Buffer, above: Buffer, filter: number, samples: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < samples ? 0 : row[i - samples]!;
    const corner = i < samples ? 0 : above[i - samples]!;
    const up = above[i]!;
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
    row[i] = (row[i]! + guess) & 0xff;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Mostly the most frequent colours; for the rest those furthest from all before, so that a small dot keeps its hue. */
function paletteOf(counts: Map<number, number>): number[] {
  const colors = [...counts].sort((a, b) => b[1] - a[1]).map(([color]) => color);
  const palette = colors.slice(0, most - rare);
  const left = colors.slice(most - rare);
  const distances = left.map((color) => Math.min(...palette.map((each) => distance(each, color))));
  while (palette.length < most && left.length > 0) {
    const furthest = distances.indexOf(Math.max(...distances));
    const chosen = left[furthest]!;
    palette.push(chosen);
    left.splice(furthest, 1);
    distances.splice(furthest, 1);
    for (const [index, color] of left.entries()) {
      distances[index] = Math.min(distances[index]!, distance(chosen, color));
    }
  }
  return palette;
}

const parts = (color: number) => [color >> 16, (color >> 8) & 0xff, color & 0xff];

/** How different two colours are: the square of their distance in RGB. */
function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 0xff) - ((other >> 8) & 0xff);
  const blue = (one & 0xff) - (other & 0xff);
  return red * red + green * green + blue * blue;
}

function nearest(palette: number[], color: number): number {
  let best = 0;
  for (let place = 1; place < palette.length; place++) {
    if (distance(palette[place]!, color) < distance(palette[best]!, color)) best = place;
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
