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
}

const EMPTY: HashState = { hash: 0, block: 0, length: 0 };
const LAST_ASCII = 0x7f;

/** The beginning has to end in ASCII, so that no character straddles its end. */
export function startHash(beginning: string): HashState {
  return absorb(EMPTY, beginning);
}

/**
 * The hash of the beginning and the rest as one text, from 0 to 2³² − 1. Nearly every unit is
 * ASCII, which is its own UTF-8: it is taken in as `absorb` does, but with nothing allocated.
 */
export function finishHash(start: HashState, rest: string): number {
  let { hash, block, length } = start;
  for (let index = 0; index < rest.length; index += 1) {
    const byte = rest.charCodeAt(index);
    if (byte > LAST_ASCII) return finishUtf8(start, rest);
    block |= byte << ((length & 3) << 3);
    length += 1;
    if ((length & 3) === 0) {
      hash = mix(hash, block);
      block = 0;
    }
  }
  return finish(hash, block, length);
}

function absorb(start: HashState, text: string): HashState {
  return new TextEncoder().encode(text).reduce<HashState>(absorbByte, start);
}

function absorbByte({ hash, block, length }: HashState, byte: number): HashState {
  const filled = block | (byte << ((length & 3) << 3));
  const isWhole = (length & 3) === 3;
  return {
    hash: isWhole ? mix(hash, filled) : hash,
    block: isWhole ? 0 : filled,
    length: length + 1,
  };
}

function finishUtf8(start: HashState, rest: string): number {
  const { hash, block, length } = absorb(start, rest);
  return finish(hash, block, length);
}

function finish(hash: number, block: number, length: number): number {
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
