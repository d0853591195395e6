import { describe, expect, it } from 'vitest';
import {
  type AddressPolicy,
  findAddressProblem,
} from '../../src/control/webhooks/judge-address.ts';

const production: AddressPolicy = { hosts: [], allowsLoopback: false };
const atHome: AddressPolicy = { hosts: [], allowsLoopback: true };
const listed: AddressPolicy = {
  hosts: ['hooks.slack.com', '*.example.com'],
  allowsLoopback: false,
};

describe('an address for webhooks', () => {
  it.each([
    'https://example.com/hooks',
    'https://hooks.slack.com/services/T/B/x',
    'https://example.com:8443/hooks?channel=1#part',
    'https://example.com./hooks',
    'https://8.8.8.8/hooks',
    'https://[2606:4700:4700::1111]/hooks',
    'https://bücher.example/hooks',
    'https://localhost.example.com/hooks',
  ])('may be %s (security 41)', (address) => {
    expect(findAddressProblem(address, production)).toBeUndefined();
  });

  it.each([
    // Not https, or no address at all
    'http://example.com/hooks',
    'ftp://example.com/hooks',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'example.com/hooks',
    '//example.com/hooks',
    'https://',
    // Credentials and ports
    'https://user:password@example.com/',
    'https://user@example.com/',
    'https://example.com:22/',
    'https://example.com:25/',
    'https://example.com:80/',
    // Names of inner hosts
    'https://localhost/',
    'https://LOCALHOST./',
    'https://app.localhost/',
    'https://intranet/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://metadata.google.internal./',
    'https://api.corp..',
    'https://router.home.arpa/',
    'https://127.0.0.1.nip.io/',
    'https://169-254-169-254.sslip.io/',
    // IPv4, in all its spellings
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://１２７.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://100.64.0.1/',
    'https://192.0.0.192/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    // IPv6, and IPv4 within it
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[ff02::1]/',
  ])('is refused: %s (security 41)', (address) => {
    expect(findAddressProblem(address, production)).toEqual(expect.any(String));
  });

  it.each(['http://127.0.0.1:3000/', 'http://localhost:80/', 'https://[::1]/', 'http://127.1/'])(
    'may be %s on a machine of one’s own alone',
    (address) => {
      expect(findAddressProblem(address, atHome)).toBeUndefined();
      expect(findAddressProblem(address, production)).toBeDefined();
    },
  );

  it.each([
    'http://10.0.0.1/',
    'http://example.com/',
    'https://169.254.169.254/',
    'ftp://127.0.0.1/',
  ])('is refused there as well: %s', (address) => {
    expect(findAddressProblem(address, atHome)).toBeDefined();
  });

  it.each([
    ['https://hooks.slack.com/services/x', true],
    ['https://hooks.slack.com./services/x', true],
    ['https://a.b.example.com/', true],
    ['https://example.com/', false],
    ['https://evil-example.com/', false],
    ['https://evilhooks.slack.com/', false],
    ['https://hooks.slack.com.evil.net/', false],
  ])('of a host that is listed: %s %s (security 41)', (address, isAllowed) => {
    expect(findAddressProblem(address, listed) === undefined).toBe(isAllowed);
  });
});
