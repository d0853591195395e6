/** An address in 16-bit words: two for IPv4, eight for IPv6. */
export type Address = readonly number[];

const LONGEST = 64;
const IPV6_WORDS = 8;
/** Of an IPv6 address that only carries an IPv4 address. */
const MAPPED = [0, 0, 0, 0, 0, 0xffff];
const BYTE = String.raw`(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])`;
const IPV4 = new RegExp(String.raw`^${BYTE}\.${BYTE}\.${BYTE}\.${BYTE}$`);
const GROUP = /^[\da-f]{1,4}$/i;

/** Reads dotted decimal IPv4, without leading zeros, or IPv6 without zone. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
export function isMapped(address: Address): boolean {
  return address.length === IPV6_WORDS && MAPPED.every((word, index) => address[index] === word);
}

/** The address that a mapped one carries; any other is itself. */
export function unmap(address: Address): Address {
  return isMapped(address) ? address.slice(MAPPED.length) : address;
}

function parseIpv4(text: string): Address | undefined {
  const bytes = IPV4.exec(text)?.slice(1).map(Number);
  if (bytes === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [(a << 8) | b, (c << 8) | d];
}

/** The last two groups may be written as an IPv4 address. */
function parseIpv6(text: string): Address | undefined {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!tail.includes('.')) return parseGroups(text);
  const groups = parseIpv4(tail)?.map((word) => word.toString(16));
  return groups && parseGroups(text.slice(0, -tail.length) + groups.join(':'));
}

/** `::` stands, at most once, for at least one group of zeros. */
function parseGroups(text: string): Address | undefined {
  const [before = '', after, ...more] = text.split('::');
  const left = splitGroups(before);
  const right = splitGroups(after ?? '');
  const missing = IPV6_WORDS - left.length - right.length;
  const isComplete = after === undefined ? missing === 0 : missing > 0;
  const groups = [...left, ...Array<string>(Math.max(missing, 0)).fill('0'), ...right];
  if (!isComplete || more.length > 0 || !groups.every((group) => GROUP.test(group))) {
    return undefined;
  }
  return groups.map((group) => Number.parseInt(group, 16));
}

function splitGroups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
