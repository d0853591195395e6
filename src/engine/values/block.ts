import { type Address, isMapped, parseAddress, unmap } from './address.ts';

/**
 * Addresses from the first to the last, as places: texts that sort as addresses do, and in which
 * those of one kind stand together.
 */
export interface Block {
  readonly first: string;
  readonly last: string;
}

const WORD_BITS = 16;
const WORD = 0xffff;
const MAPPED_BITS = 96;
const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;

/** The place of the address that a text is, or carries. */
export function parsePlace(text: string): string | undefined {
  const address = parseAddress(text);
  return address && placeOf(unmap(address));
}

/** Reads an address or CIDR notation, whose bits beyond the prefix do not matter. */
export function parseBlock(text: string): Block | undefined {
  const [literal = '', length, ...rest] = text.split('/');
  const written = parseAddress(literal);
  if (written === undefined || rest.length > 0) return undefined;
  const prefixBits = parsePrefixLength(length, written.length * WORD_BITS);
  const bits = isMapped(written) ? prefixBits - MAPPED_BITS : prefixBits;
  return bits >= 0 ? blockOf(unmap(written), bits) : undefined;
}

/** In order, without those that lie within others. */
export function sortBlocks(blocks: readonly Block[]): readonly Block[] {
  const sorted = [...blocks].sort(
    (left, right) => compare(left.first, right.first) || compare(right.last, left.last),
  );
  let end = '';
  return sorted.filter(({ last }) => {
    const isBeyond = last > end;
    if (isBeyond) end = last;
    return isBeyond;
  });
}

/** Whether a place is in one of the blocks, which are sorted. */
export function isWithin(place: string, blocks: readonly Block[]): boolean {
  let from = 0;
  let to = blocks.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((blocks[middle]?.last ?? '') < place) from = middle + 1;
    else to = middle;
  }
  const next = blocks[from];
  return next !== undefined && next.first <= place;
}

/** The first `bits` bits of the address are those of all in the block. */
function blockOf(address: Address, bits: number): Block {
  const free = address.map(
    (_, index) => WORD >> Math.min(Math.max(bits - index * WORD_BITS, 0), WORD_BITS),
  );
  return {
    first: placeOf(address.map((word, index) => word & ~(free[index] ?? 0))),
    last: placeOf(address.map((word, index) => word | (free[index] ?? 0))),
  };
}

/** Begins with the number of words, which tells the kinds apart. */
function placeOf(address: Address): string {
  return String.fromCharCode(address.length, ...address);
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** NaN if it is none. */
function parsePrefixLength(length: string | undefined, most: number): number {
  if (length === undefined) return most;
  return PREFIX_LENGTH.test(length) && Number(length) <= most ? Number(length) : Number.NaN;
}
