import { expect, it } from 'vitest';
import {
  containsCommitComplete,
  createMessageSplitter,
  fatalErrorBytes,
  isCommit,
} from '../../dev/neon-proxy/wire-messages.ts';

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

const startup = message('', '\0\x03\0\0user\0postgres\0\0');
const bytes = Buffer.concat([startup, message('Q', 'begin\0'), message('X', '')]);

it.each([1, 3, 7, 1000])('finds the same messages in pieces of %i bytes', (size) => {
  const split = createMessageSplitter();
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const messages = pieces.flatMap(split);
  expect(messages.map(({ type }) => type)).toEqual(['', 'Q', 'X']);
  expect(Buffer.concat(messages.map((found) => found.bytes))).toEqual(bytes);
});

it('does not mistake a request for encryption for the start of a session', () => {
  const encryption = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
  const split = createMessageSplitter();
  expect(split(encryption)).toHaveLength(1);
  expect(split(startup).map(({ type }) => type)).toEqual(['']);
});

it('does not hang on a length that cannot be', () => {
  expect(createMessageSplitter()(Buffer.alloc(9))).toHaveLength(2);
});

it.each([
  ['Q', 'COMMIT\0', true],
  ['Q', ' end\0', true],
  ['P', 'name\0commit\0\0\0', true],
  ['Q', 'select committed from t\0', false],
  ['P', '\0rollback\0\0\0', false],
  ['X', '', false],
])('knows whether %s %j commits', (type, body, expected) => {
  expect(isCommit({ type, bytes: message(type, body) })).toBe(expected);
});

it('knows the server said that it committed', () => {
  expect(containsCommitComplete(message('C', 'COMMIT\0'))).toBe(true);
  expect(containsCommitComplete(message('C', 'ROLLBACK\0'))).toBe(false);
});

it('writes an error as Postgres does', () => {
  expect(fatalErrorBytes('57P01', 'bye')).toEqual(message('E', 'SFATAL\0VFATAL\0C57P01\0Mbye\0\0'));
});
