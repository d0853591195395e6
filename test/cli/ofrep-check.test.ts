import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { burgee } from '../support/burgee-command.ts';
import { startFlipping } from '../support/flip-command.ts';
import { serverKey } from '../support/ofrep-behaviour.ts';
import { type OfrepServer, startOfrepServer } from '../support/ofrep-server.ts';

let right: OfrepServer;
let wrong: OfrepServer;
beforeAll(async () => {
  right = await startOfrepServer();
  wrong = await startOfrepServer({
    tamper: (answered, { key, kind }) => {
      if (key === 'cart.limit') answered.body = { key, value: '42', reason: 'STATIC' };
      if (kind === 'preflight') delete answered.headers['access-control-max-age'];
    },
  });
});
afterAll(() => Promise.all([right, wrong].map((server) => server.close())));

const ask = async (...args: string[]) => {
  const told: string[] = [];
  const progress = (line: string) => told.push(line);
  const { exitCode, document } = await run(['ofrep-check', ...args], { env: {}, progress });
  return { exitCode, told, ...JSON.parse(JSON.stringify(document)) };
};

it('prints a matrix and ends with 0 when nothing failed', async () => {
  const address = `${right.url}/ofrep/v1/evaluate/flags/`;
  const flip = await startFlipping(right.flip);
  try {
    const args = [
      address,
      '--key',
      serverKey,
      '--flip',
      flip.command,
      '--skip',
      'stream-keepalive',
    ];
    const { exitCode, stdout, stderr } = await burgee(['ofrep-check', ...args]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('changing a flag, and waiting for the event …\n'),
    });
    expect(stdout).toContain(`OFREP at ${right.url}, asked with a key, accepted as Bearer and X-A`);
    expect(stdout).toMatch(
      /^ {2}✓ single-boolean {2,}answers 200 with a boolean \(billing.enabled\)/m,
    );
    expect(stdout).toMatch(/^ {2}✓ stream-replay /m);
    expect(stdout).toMatch(/^ {2}– stream-keepalive .*\(left out by --skip\)$/m);
    expect(stdout).toMatch(/^ {2}– 2 checks skipped \(no rate limit is to be met\)$/m);
    expect(stdout).toMatch(/^ {2}--burst <requests> +retry-after, cors-limited$/m);
    expect(stdout).toMatch(/✓ Speaks OFREP as its clients need it: \d+ passed, 5 skipped\n$/);
  } finally {
    flip.close();
  }
});

it('ends with 1, and says what was expected, what came and what clients do about it', async () => {
  const args = ['ofrep-check', wrong.url, '--key', serverKey];
  const { exitCode, stdout } = await burgee(args);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /✗ single-integer .*\n {6}expected {2}an integer for cart.limit\n {6}came {6}200 with \{.*"42".*\n {6}so {8}Clients compare.*\n {6}source {4}OFREP 0.3.0/,
  );
  expect(stdout).toMatch(/! cors-max-age/);
  expect(stdout).toMatch(/✗ Does not speak .* \d+ passed, 1 failed, 1 warning, \d+ skipped\n$/);
  expect(stdout).not.toContain(serverKey);
  expect(stdout).not.toContain('token=');
});

it('says how to ask with a key that is for servers alone', async () => {
  const servers = await startOfrepServer({
    tamper: (answered, { kind }) => {
      if (kind !== 'preflight') delete answered.headers['access-control-allow-origin'];
    },
  });
  const args = ['ofrep-check', servers.url, '--key', serverKey];
  const { exitCode, stdout } = await burgee(args);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /✗ cors-answer .*\n.*\n.*\n {6}so .* A key of servers needs none: --skip cors\n/,
  );
  expect((await burgee([...args, '--skip', 'cors'])).exitCode).toBe(0);
  await servers.close();
});

it('answers with a document, in snake_case', async () => {
  const told = await ask(wrong.url, '--header', `X-API-Key: ${serverKey}`, '--skip', 'live,limits');
  expect(told).toMatchObject({
    exitCode: 1,
    command: 'ofrep-check',
    server: wrong.url,
    is_conformant: false,
    key_accepted_as: [],
    counts: { failed: 1, warned: 1 },
  });
  expect(told.checks).toContainEqual({
    section: 'single',
    id: 'single-integer',
    title: 'answers 200 with an integer',
    level: 'must',
    source: 'OFREP 0.3.0, integerFlag',
    consequence: expect.stringContaining('TYPE_MISMATCH'),
    result: 'failed',
    note: null,
    expected: 'an integer for cart.limit',
    came: expect.stringContaining('"42"'),
    reason: null,
    option: null,
  });
  expect(told.told).not.toContain('Rate limits …');
});

it.each([
  [[], 'Write npx burgee ofrep-check <url>.'],
  [['flags.example'], '"flags.example" is no http:// or https:// address.'],
  [['http://a:b@x', '--timeout', '1'], 'Send them with --header'],
  [['http://x', 'y'], '"y" means nothing here.'],
  [['http://x', '--database-url', 'z'], 'There is no option "--database-url"'],
  [['http://x', '--skip', 'etag-stabel'], 'Did you mean "etag-stable"?'],
  [['http://x', '--timeout', '0'], '--timeout 0 is no number above 0.'],
  [['http://x', '--burst', '1e9'], 'Give 5000 or fewer.'],
  [['http://x', '--context', '[]'], '--context is no JSON object.'],
  [['http://x', '--header', 'secret'], 'A --header has no name.'],
  [['http://x', '--varies-by', 'plan'], 'Write --varies-by plan=pro.'],
])('says what is wrong with %j, and ends with 64', async (args, said) => {
  const { exitCode, error } = await ask(...args);
  expect(exitCode).toBe(64);
  expect(`${error.message} ${error.way_out}`).toContain(said);
});

it.each([
  ['a server that is not there', () => ['http://127.0.0.1:9'], 'gives no answer'],
  ['a server without OFREP', () => [`${right.url}/elsewhere`], 'There is no OFREP'],
  ['a server that wants a key', () => [right.url], 'wants a key'],
  ['a server that wants another', () => [right.url, '--key', 'k3y'], 'refuses the key'],
])('ends with 2 for %s', async (_, args, message) => {
  const { exitCode, error } = await ask(...args());
  expect(exitCode).toBe(2);
  expect(error).toMatchObject({ code: 'server_unavailable' });
  expect(error.message).toContain(message);
  expect(error.message).not.toContain('k3y');
});

it('says what the command of --flip says when it fails', async () => {
  const flip = `${JSON.stringify(process.execPath)} -e "console.error('no way'); process.exit(3)"`;
  expect(await ask(right.url, '--key', serverKey, '--flip', flip)).toMatchObject({
    exitCode: 1,
    error: { code: 'command_failed', message: 'The command of --flip ends with 3: no way' },
  });
});
