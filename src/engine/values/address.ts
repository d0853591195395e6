import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A block of addresses: those that share the first `bits` bits with `first`. */
export interface Block {
  readonly first: Address;
  readonly bits: number;
}

const LONGEST = 64;
const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;

/** Reads dotted decimal IPv4 or IPv6 without zone. */
export function parseAddress(text: string): Address | undefined {
  const written = parseLiteral(text);
  return written && unmap(written);
}

/** Reads an address or CIDR notation, whose bits beyond the prefix do not matter. */
export function parseBlock(text: string): Block | undefined {
  const [literal = '', length, ...rest] = text.split('/');
  const written = parseLiteral(literal);
  if (written === undefined || rest.length > 0) return undefined;
  const first = unmap(written);
  const prefixBits = parsePrefixLength(length, bitsOf(written));
  const bits = prefixBits - (bitsOf(written) - bitsOf(first));
  return bits >= 0 ? { first, bits } : undefined;
}

export function isWithin(address: Address, { first, bits }: Block): boolean {
  return address.kind() === first.kind() && address.match(first, bits);
}

function parseLiteral(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const isIpv6 = text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text);
  return isIpv6 ? ipaddr.IPv6.parse(text) : undefined;
}

/** IPv6 that only carries an IPv4 address, as `::ffff:10.0.0.1` does, is that address. */
function unmap(address: Address): Address {
  const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  return isMapped ? address.toIPv4Address() : address;
}

function bitsOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** NaN if it is none. */
function parsePrefixLength(length: string | undefined, most: number): number {
  if (length === undefined) return most;
  return PREFIX_LENGTH.test(length) && Number(length) <= most ? Number(length) : Number.NaN;
}
