import crc32 from 'crc-32';
import { sha256Hex } from '../fields/sha256.ts';

/**
 * `bgc_<environment>_<random>_<checksum>` client, `bgs_…` server, `bga_<random>_<checksum>` admin.
 * The checksum is the CRC-32 of all before it, so that a mistyped key is refused without a look-up.
 */
export const keyKinds = ['client', 'server', 'admin'] as const;
export type KeyKind = (typeof keyKinds)[number];

export type ParsedKey =
  | { readonly kind: 'client' | 'server'; readonly environment: string }
  | { readonly kind: 'admin' };

const prefixes: Readonly<Record<KeyKind, string>> = { client: 'bgc', server: 'bgs', admin: 'bga' };
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 26 base62 digits carry 154 bits. */
const randomLength = 26;
const checksumLength = 6;
/** How much of the random part a list shows: enough to recognise a key, far too little to guess it. */
const shownLength = 6;

const tail = `_[0-9A-Za-z]{${randomLength}}_[0-9A-Za-z]{${checksumLength}}$`;
const environmentShape = '[a-z0-9][a-z0-9-]{0,39}';
const shapes = keyKinds.map((kind) => {
  const scope = kind === 'admin' ? '' : `_(${environmentShape})`;
  return { kind, shape: new RegExp(`^${prefixes[kind]}${scope}${tail}`) };
});

const environmentAlone = new RegExp(`^${environmentShape}$`);

/** Whether a text could be an environment's key; no other is ever looked for. */
export const isEnvironmentKey = (text: string): boolean => environmentAlone.test(text);

/** The kind and environment of a well-formed key with a right checksum; nothing else is known of it. */
export function parseKey(key: string): ParsedKey | undefined {
  for (const { kind, shape } of shapes) {
    const match = shape.exec(key);
    if (!match || checksum(key.slice(0, -checksumLength - 1)) !== key.slice(-checksumLength))
      continue;
    return kind === 'admin' ? { kind } : { kind, environment: match[1] ?? '' };
  }
  return undefined;
}

/** A new random key of that kind. Store its `hashKey` alone. */
export function generateKey(wanted: ParsedKey): string {
  const scope = wanted.kind === 'admin' ? [] : [wanted.environment];
  const signed = [prefixes[wanted.kind], ...scope, randomDigits()].join('_');
  return `${signed}_${checksum(signed)}`;
}

/** What a list shows of a key. */
export const displayPrefix = (key: string): string =>
  key.slice(0, key.length - checksumLength - 1 - (randomLength - shownLength));

/** SHA-256 in hex: all that is stored. The key is random, so no salt or stretching is needed. */
export const hashKey = (key: string): Promise<string> => sha256Hex(key);

/** The same of a key of which only the hash is left. */
export const unknownPrefix = (kind: 'client' | 'server', environment: string): string =>
  `${prefixes[kind]}_${environment}_??????`;

function checksum(text: string): string {
  let rest = crc32.buf(new TextEncoder().encode(text)) >>> 0;
  let written = '';
  for (let place = 0; place < checksumLength; place++) {
    written = digits.charAt(rest % digits.length) + written;
    rest = Math.floor(rest / digits.length);
  }
  return written;
}

/** Bytes from 248 (four times 62) up are thrown away, so each digit is equally likely. */
function randomDigits(): string {
  let written = '';
  while (written.length < randomLength) {
    const bytes = crypto.getRandomValues(new Uint8Array(randomLength));
    for (const byte of bytes) if (byte < 248) written += digits.charAt(byte % digits.length);
  }
  return written.slice(0, randomLength);
}
