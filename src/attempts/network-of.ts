import ipaddr from 'ipaddr.js';

const unknown = 'unknown';
/** Of an IPv6 address, what tells one customer of a network from another; each has 2^64 addresses. */
const networkBytes = 8;
/** What one customer is given at most, who then has many networks. */
const siteBytes = 6;

/** Whom an address belongs to, as far as it tells. */
export interface Network {
  /** An IPv4 address, or the /48 of an IPv6 address. */
  readonly site: string;
  /** The /64 of an IPv6 address. */
  readonly network?: string;
}

export function networkOf(address: string | null): Network {
  if (address === null || !ipaddr.isValid(address)) return { site: unknown };
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return { site: parsed.toString() };
  const bytes = parsed.toByteArray();
  return { site: prefixOf(bytes, siteBytes), network: prefixOf(bytes, networkBytes) };
}

function prefixOf(bytes: readonly number[], length: number): string {
  const kept = bytes.map((byte, index) => (index < length ? byte : 0));
  return `${ipaddr.fromByteArray(kept).toString()}/${8 * length}`;
}
