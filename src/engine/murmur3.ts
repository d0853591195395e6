/**
 * MurmurHash3, x86, 32 bits, seed 0 (Austin Appleby's public-domain algorithm), over UTF-8, as a
 * stream, so that the common beginning of many texts is taken in once.
 */
export interface HashState {
  /** Has taken in every whole block of four bytes. */
  readonly hash: number;
  /** The bytes of the unfinished block, lowest first. */
  readonly block: number;
  /** Counts all bytes. */
  readonly length: number;
  /** The bits of the characters that were taken in last, all of them or-ed. */
  readonly seen: number;
}

const EMPTY: HashState = { hash: 0, block: 0, length: 0, seen: 0 };
const BEYOND_ASCII = 0x80;

/** The beginning has to end in ASCII, so that no character straddles its end. */
export function startHash(beginning: string): HashState {
  return absorb(EMPTY, encodeUtf8(beginning));
}

/**
 * The hash of the beginning and the rest as one text, from 0 to 2³² − 1. ASCII is its own UTF-8;
 * whether the rest was ASCII is known afterwards, which spares most texts a pass.
 */
export function finishHash(start: HashState, rest: string): number {
  const state = absorb(start, rest);
  return state.seen < BEYOND_ASCII ? finish(state) : finish(absorb(start, encodeUtf8(rest)));
}

/** Takes in a text of one character a byte. */
function absorb(from: HashState, bytes: string): HashState {
  let { hash, block, length } = from;
  let seen = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes.charCodeAt(index);
    seen |= byte;
    block |= byte << ((length & 3) << 3);
    length += 1;
    if ((length & 3) === 0) {
      hash = mix(hash, block);
      block = 0;
    }
  }
  return { hash, block, length, seen };
}

function encodeUtf8(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function finish({ hash, block, length }: HashState): number {
  return avalanche(hash ^ scramble(block) ^ length);
}

function mix(hash: number, block: number): number {
  return (Math.imul(rotateLeft(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0;
}

/** Scrambles an empty block to 0, so a stream that ends on a whole block needs no case of its own. */
function scramble(block: number): number {
  return Math.imul(rotateLeft(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function avalanche(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
