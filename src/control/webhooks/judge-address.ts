import ipaddr from 'ipaddr.js';

/** Where webhooks may be sent, beyond what holds for every address. */
export interface AddressPolicy {
  /** `hooks.slack.com`, `*.example.com`: nothing else then. Empty: any host. */
  readonly hosts: readonly string[];
  /** Where Burgee runs on somebody's own machine: what listens there, by http as well. */
  readonly allowsLoopback: boolean;
}

/**
 * Why nothing is sent to an address, in words; undefined where it may be. Judged by what the address
 * is after the URL parser has read it, which knows every spelling of an IPv4 address. What a name
 * resolves to cannot be pinned on Workers, whose network reaches no private one: `hosts` is for the rest.
 */
export function findAddressProblem(address: string, policy: AddressPolicy): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'expected an address such as "https://example.com/hooks"';
  const host = url.hostname.toLowerCase().replace(/\.+$/, '');
  if (url.username || url.password) return 'a user name or password in the address is not allowed';
  if (policy.hosts.length > 0 && !policy.hosts.some((allowed) => isHost(host, allowed))) {
    return 'WEBHOOK_HOSTS does not name this host';
  }
  if (policy.allowsLoopback && isLoopback(host) && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'expected https';
  return findPortProblem(url.port) ?? findHostProblem(host);
}

const isHost = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;

/** 443, which the parser leaves out, and those that no system service has. */
const findPortProblem = (port: string): string | undefined =>
  port === '' || Number(port) >= 1_024 ? undefined : 'expected port 443, or 1024 and above';

function findHostProblem(host: string): string | undefined {
  const literal = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) {
    return isPublic(literal) ? undefined : 'this network address is not a public one';
  }
  const isInner = !host.includes('.') || innerNames.some((name) => `.${host}`.endsWith(name));
  return isInner ? 'this host is not one of the public internet' : undefined;
}

/** Names that no public server has, and those that stand for whatever address they spell. */
const innerNames = [
  '.localhost',
  '.local',
  '.localdomain',
  '.internal',
  '.intranet',
  '.private',
  '.corp',
  '.home',
  '.lan',
  '.arpa',
  '.test',
  '.invalid',
  '.onion',
  '.nip.io',
  '.sslip.io',
  '.xip.io',
  '.localtest.me',
  '.lvh.me',
];

/** IPv6 beyond 2000::/3 embeds IPv4 addresses, or is of no use outside of a network. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

function isPublic(literal: string): boolean {
  const address = ipaddr.process(literal);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(globalIpv6);
}

function isLoopback(host: string): boolean {
  const literal = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) return ipaddr.process(literal).range() === 'loopback';
  return host === 'localhost';
}
