import { remembering } from '../values/remembering.ts';

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

const LAST_ASCII = 0x7f;
const LAST_BYTE = 0xff;
/** As many bytes as a block, so that the unfinished one can be read like the others. */
const PADDING = '\0\0\0\0';

/** The beginning has to end in ASCII, so that no character straddles its end. */
export function startHash(beginning: string): HashState {
  const { buffer, byteOffset, byteLength } = new TextEncoder().encode(beginning + PADDING);
  const bytes = new DataView(buffer, byteOffset, byteLength);
  const length = byteLength - PADDING.length;
  const whole = length - (length & 3);
  let hash = 0;
  for (let index = 0; index < whole; index += 4) hash = mix(hash, bytes.getInt32(index, true));
  return { hash, block: bytes.getInt32(whole, true), length };
}

/** The hash of the beginning and the rest as one text, from 0 to 2³² − 1. */
export function finishHash(start: HashState, rest: string): number {
  return finishBytes(start, rest, LAST_ASCII);
}

/**
 * Each character is a byte. Nearly every text is ASCII, which is its own UTF-8: it is taken in as it
 * is, and only another one written out, with a character for each byte.
 */
function finishBytes(start: HashState, bytes: string, last: number): number {
  let { hash, block, length } = start;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes.charCodeAt(index);
    if (byte > last) return finishBytes(start, utf8(bytes), LAST_BYTE);
    block |= byte << ((length & 3) << 3);
    length += 1;
    if ((length & 3) === 0) {
      hash = mix(hash, block);
      block = 0;
    }
  }
  return avalanche(hash ^ scramble(block) ^ length);
}

const utf8 = remembering((text: string) => {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
});

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
