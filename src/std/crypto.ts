import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from './errors.ts';

/** A key of AES-256 with the name it goes by inside sealed values. */
export interface SecretKey {
  /** Up to 255 bytes of ASCII. */
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Seals small secrets for the database. */
export interface SecretBox {
  /**
   * Seals with the first key.
   * @param row table and identity of the row it will stand in: it opens nowhere else
   */
  seal(plain: string, row: readonly string[]): Buffer;
  /** Opens with whichever key sealed it. Throws AppError `internal` when the key is missing or the value was touched. */
  open(sealed: Buffer, row: readonly string[]): string;
  /** Whether the first key sealed it, so that older keys can be retired. */
  isCurrent(sealed: Buffer): boolean;
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MIN_SECRET_LENGTH = 32;

/**
 * AES-256-GCM. A sealed value is: format (1 byte), length of the key id (1), key id, nonce (12), tag (16), ciphertext. The
 * part before the nonce and the row's identity are authenticated with it, so a value copied to another row does
 * not open.
 * @param keys the first seals, all open: put a new key first, seal everything again, then drop the old one
 */
export function createSecretBox({ keys }: { keys: readonly SecretKey[] }): SecretBox {
  const [current] = keys;
  if (!current) throw new AppError('internal', 'No secret key was given. Set COUNTERSIGN_SECRET.');
  const byId = new Map(keys.map((one) => [one.id, one.key]));

  return {
    seal(plain, row) {
      const head = headOf(current.id);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(bound(head, row));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, row) {
      const { id, head, nonce, tag, body } = take(sealed);
      const key = byId.get(id);
      if (!key) throw unknownKey();
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(bound(head, row)).setAuthTag(tag);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError(
          'internal',
          `A sealed value of ${row[0] ?? 'a table'} was changed or belongs to another row. Enter the secret again.`,
          { cause },
        );
      }
    },
    isCurrent: (sealed) => take(sealed).id === current.id,
  };
}

/**
 * The key for a secret as people set it: HKDF-SHA-256, which spreads the secret's strength but adds none, so it must be
 * long and random. Throws AppError `invalid` for one under 32 characters.
 */
export function keyFrom(secret: string): SecretKey {
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new AppError(
      'invalid',
      `COUNTERSIGN_SECRET has fewer than ${MIN_SECRET_LENGTH} characters. Make one with: openssl rand -base64 32`,
    );
  }
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'countersign sealed values 1', 32));
  const id = createHash('sha256').update('countersign key id').update(key).digest('hex').slice(0, 8);
  return { id, key };
}

/** A secret box for COUNTERSIGN_SECRET: one secret, or the new and the old ones separated by commas while they change. */
export function secretBoxOf(secrets: string): SecretBox {
  return createSecretBox({ keys: secretParts(secrets).map(keyFrom) });
}

/** COUNTERSIGN_SECRET as its parts: the one in use first, then the older ones while they change. At least one. */
export function secretParts(secrets: string): string[] {
  const parts = secrets.split(',').map((secret) => secret.trim());
  // A comma inside one long secret is no separator.
  return parts.every((part) => part.length >= MIN_SECRET_LENGTH) ? parts : [secrets];
}

function headOf(id: string): Buffer {
  return Buffer.concat([Buffer.from([FORMAT, Buffer.byteLength(id)]), Buffer.from(id)]);
}

/** JSON keeps the parts apart: ["a","b"] and ["ab"] differ. */
function bound(head: Buffer, row: readonly string[]): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify(row))]);
}

function take(sealed: Buffer): { id: string; head: Buffer; nonce: Buffer; tag: Buffer; body: Buffer } {
  const start = 2 + (sealed[1] ?? 0);
  const end = start + NONCE_BYTES + TAG_BYTES;
  if (sealed[0] !== FORMAT || sealed.length < end) {
    throw new AppError('internal', 'A sealed value has a form this version of Countersign does not know.');
  }
  return {
    id: sealed.toString('latin1', 2, start),
    head: sealed.subarray(0, start),
    nonce: sealed.subarray(start, start + NONCE_BYTES),
    tag: sealed.subarray(start + NONCE_BYTES, end),
    body: sealed.subarray(end),
  };
}

function unknownKey(): AppError {
  return new AppError(
    'internal',
    'A sealed value was made with another secret. Start with the COUNTERSIGN_SECRET it was made with; to change it, give the new and the old one separated by a comma.',
  );
}
