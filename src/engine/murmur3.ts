/**
 * MurmurHash3, x86, 32 bits, seed 0 (Austin Appleby's public-domain algorithm), over UTF-8.
 *
 * The state is a stream's: `hash` has taken in every whole block of four bytes, `block` holds the
 * bytes of an unfinished one, lowest first, and `length` counts all bytes.
 */
interface State {
  readonly hash: number;
  readonly block: number;
  readonly length: number;
}

const EMPTY: State = { hash: 0, block: 0, length: 0 };

/**
 * Hashes `prefix + text` to 0 … 2³² − 1. The prefix is taken in once; it must end in ASCII, so
 * that no character straddles the two.
 */
export function murmur3(prefix: string): (text: string) => number {
  const start = absorb(EMPTY, utf8(prefix));
  return (text) => finish(absorb(start, utf8(text)));
}

/** A text's UTF-8 as a string of one character a byte, which ASCII already is. */
function utf8(text: string): string {
  return isAscii(text) ? text : encode(text);
}

function isAscii(text: string): boolean {
  let seen = 0;
  for (let index = 0; index < text.length; index += 1) seen |= text.charCodeAt(index);
  return seen < 0x80;
}

function encode(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function absorb(from: State, bytes: string): State {
  let { hash, block, length } = from;
  for (let index = 0; index < bytes.length; index += 1) {
    block |= bytes.charCodeAt(index) << ((length & 3) << 3);
    length += 1;
    if ((length & 3) === 0) {
      hash = mix(hash, block);
      block = 0;
    }
  }
  return { hash, block, length };
}

function mix(hash: number, block: number): number {
  return (Math.imul(rotateLeft(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0;
}

/** Scrambles an empty block to 0, so a stream that ends on a whole block needs no case of its own. */
function scramble(block: number): number {
  return Math.imul(rotateLeft(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function finish({ hash, block, length }: State): number {
  let mixed = hash ^ scramble(block) ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
