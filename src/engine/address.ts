import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A block of addresses: those that share the first `bits` bits with `first`. */
export interface Block {
  readonly first: Address;
  readonly bits: number;
}

const LONGEST = 64;
const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;
/** Where an IPv6 address carries an IPv4 one: `::ffff:10.0.0.1`. */
const MAPPED_BITS = 96;

/** Reads dotted decimal IPv4 or IPv6 without zone; IPv6 that carries IPv4 is read as that. */
export function parseAddress(text: string): Address | undefined {
  const address = parseLiteral(text);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address;
}

/** Reads an address, or CIDR notation, whose bits beyond the prefix do not matter. */
export function parseBlock(text: string): Block | undefined {
  const [literal = '', length, ...rest] = text.split('/');
  const written = parseLiteral(literal);
  const first = parseAddress(literal);
  if (written === undefined || first === undefined || rest.length > 0) return undefined;
  const widthBits = written.toByteArray().length * 8;
  if (length !== undefined && !PREFIX_LENGTH.test(length)) return undefined;
  const writtenBits = Number(length ?? widthBits);
  const bits = first === written ? writtenBits : writtenBits - MAPPED_BITS;
  return bits >= 0 && writtenBits <= widthBits ? { first, bits } : undefined;
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
