import ipaddr from 'ipaddr.js';

const unknown = 'unknown';
/** Of an IPv6 address, what tells one customer of a network from another; each has 2^64 addresses. */
const prefixBytes = 8;

/** Whom an address belongs to, as far as it tells. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return unknown;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefixBytes ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${8 * prefixBytes}`;
}
