import { buf as crc32 } from 'crc-32';
import { sha256Hex } from './sha256.ts';

/**
 * `bgc_<environment>_<random>_<crc>` client, `bgs_…` server, `bga_<random>_<crc>` admin. The last
 * part is the base62 CRC-32 of all before it, so that a mistyped key is refused without a look-up.
 */
export type KeyKind = 'client' | 'server' | 'admin';

export interface ParsedKey {
  readonly kind: KeyKind;
  /** Empty for an admin key. */
  readonly environment: string;
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefixes: Readonly<Record<KeyKind, string>> = { client: 'bgc', server: 'bgs', admin: 'bga' };
const kinds: ReadonlyMap<string, KeyKind> = new Map([
  ['bgc', 'client'],
  ['bgs', 'server'],
  ['bga', 'admin'],
]);
const shape = /^(bg[csa])_(?:([a-z0-9][a-z0-9-]{0,39})_)?[0-9A-Za-z]{26}_[0-9A-Za-z]{6}$/;
const checksumLength = 6;
/** 26 base62 digits carry 154 bits. */
const randomLength = 26;

/** The kind and environment of a well-formed key with a right checksum; nothing else is known of it. */
export function parseKey(key: string): ParsedKey | undefined {
  const match = shape.exec(key);
  if (!match) return undefined;
  const kind = kinds.get(match[1] ?? '');
  const environment = match[2] ?? '';
  if (!kind || (kind === 'admin') !== (environment === '')) return undefined;
  const signed = key.slice(0, -checksumLength - 1);
  return checksum(signed) === key.slice(-checksumLength) ? { kind, environment } : undefined;
}

/** A new key; `environment` is ignored for an admin key. */
export function createKey({ kind, environment }: ParsedKey): string {
  const parts = kind === 'admin' ? [prefixes.admin] : [prefixes[kind], environment];
  const signed = [...parts, randomDigits()].join('_');
  return `${signed}_${checksum(signed)}`;
}

/** What a list shows of a key: enough to recognise it, far too little to guess it. */
export const displayPrefix = (key: string): string => key.slice(0, key.lastIndexOf('_') - 20);

/** SHA-256 in hex: all that is stored. The key is random, so no salt or stretching is needed. */
export const hashKey = (key: string): Promise<string> => sha256Hex(key);

function checksum(text: string): string {
  let rest = crc32(new TextEncoder().encode(text)) >>> 0;
  let digits = '';
  for (let place = 0; place < checksumLength; place++) {
    digits = base62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Bytes from 248 up are thrown away, so each digit is equally likely. */
function randomDigits(): string {
  let digits = '';
  while (digits.length < randomLength) {
    const bytes = crypto.getRandomValues(new Uint8Array(randomLength));
    for (const byte of bytes) if (byte < 248) digits += base62.charAt(byte % 62);
  }
  return digits.slice(0, randomLength);
}
