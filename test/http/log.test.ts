import { SignJWT } from 'jose';
import { afterEach, expect, it, vi } from 'vitest';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { logError, logEvent } from '../../src/log.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const token = await new SignJWT({ aud: 'stream' })
  .setProtectedHeader({ alg: 'HS256' })
  .sign(new TextEncoder().encode('a secret of thirty-two characters'));

it.each([
  ['an API key', generateKey({ kind: 'server', environment: 'production' })],
  ['the address of a database', 'postgres://burgee:secret@ep-x.neon.tech/burgee'],
  ['the token of a stream', token],
  ['a token without signature', token.slice(0, token.lastIndexOf('.') + 1)],
])('writes no line with %s in it', (_, secret) => {
  const lines: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => lines.push(line));
  vi.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
  const cause = new Error(`GET /ofrep/v1/stream?token=${secret}&after=7 failed`);
  logError('a stream broke off', new Error(secret, { cause }));
  logEvent('scheduled', { snapshots: { error: new TypeError(`it said "${secret}"`, { cause }) } });
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).not.toContain(secret.slice(4, 24));
    expect(line).not.toContain(secret.slice(-10, -1));
    expect(line).toContain(' failed');
  }
});
