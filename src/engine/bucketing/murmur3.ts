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

const ENCODER = new TextEncoder();
const LAST_ASCII = 0x7f;
/** As many bytes as a block, so that the unfinished one can be read like the others. */
const PADDING = '\0\0\0\0';

/** The beginning has to end in ASCII, so that no character straddles its end. */
export function startHash(beginning: string): HashState {
  return takeIn({ hash: 0, block: 0, length: 0 }, beginning);
}

/**
 * The hash of the beginning and the rest as one text, from 0 to 2³² − 1. Nearly every text is ASCII,
 * which is its own UTF-8 and needs no encoding.
 */
export function finishHash(start: HashState, rest: string): number {
  let { hash, block, length } = start;
  for (let index = 0; index < rest.length; index += 1) {
    const byte = rest.charCodeAt(index);
    if (byte > LAST_ASCII) return finish(takeIn(start, rest));
    block |= byte << ((length & 3) << 3);
    length += 1;
    if ((length & 3) === 0) {
      hash = mix(hash, block);
      block = 0;
    }
  }
  return avalanche(hash ^ scramble(block) ^ length);
}

function finish({ hash, block, length }: HashState): number {
  return avalanche(hash ^ scramble(block) ^ length);
}

/** The text's bytes stand after those of the unfinished block, in whose place there is padding. */
function takeIn({ hash, block, length }: HashState, text: string): HashState {
  const begun = length & 3;
  const { buffer, byteOffset, byteLength } = ENCODER.encode(
    PADDING.slice(0, begun) + text + PADDING,
  );
  const blocks = new DataView(buffer, byteOffset, byteLength);
  blocks.setInt32(0, blocks.getInt32(0, true) | block, true);
  const end = byteLength - PADDING.length;
  const whole = end - (end & 3);
  let taken = hash;
  for (let index = 0; index < whole; index += 4) taken = mix(taken, blocks.getInt32(index, true));
  return { hash: taken, block: blocks.getInt32(whole, true), length: length - begun + end };
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
