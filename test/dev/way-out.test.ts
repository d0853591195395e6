import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { choosePort } from '../../dev/stack/choose-port.ts';
import type { Service } from '../../dev/stack/service.ts';
import { readSettings } from '../../dev/stack/settings.ts';
import { startCommand } from '../../dev/stack/start-command.ts';
import { warm } from '../../dev/stack/warm.ts';
import { lastWayOut, wayToEmptyDatabase } from '../../dev/stack/way-out.ts';

it('repeats what was given, quoted for a shell, and nothing else', () => {
  expect(startCommand(readSettings({}).given)).toBe('npm run dev');
  const { given } = readSettings({ DEV_DIR: "it's here", PORT: '1', ADMIN_SECRET: 's' });
  expect(startCommand(given)).toBe(`DEV_DIR='it'\\''s here' PORT=1 npm run dev`);
});

it('repeats the folder when the port is taken', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port));
  });
  const choice = choosePort(readSettings({ DEV_DIR: '/tmp/b', PORT: String(port) }));
  await expect(choice).rejects.toMatchObject({
    wayOut: expect.stringMatching(/^use another: DEV_DIR=\/tmp\/b PORT=\d+ npm run dev$/),
  });
  server.close();
});

it('repeats the folder when the port is none', () => {
  expect(() => readSettings({ DEV_DIR: '/tmp/b', PORT: 'x' })).toThrow(
    expect.objectContaining({ wayOut: expect.stringContaining('DEV_DIR=/tmp/b PORT=8788') }),
  );
});

it('leads to an empty database beside the embedded one, and away from a given one', () => {
  const embedded = readSettings({ DEV_DIR: '/tmp/b', PORT: '1' });
  expect(wayToEmptyDatabase(embedded)).toContain(': DEV_DIR=/tmp/b-2 PORT=1 npm run dev;');
  const own = readSettings({ DATABASE_URL: 'postgres://h/d' });
  expect(wayToEmptyDatabase(own)).toContain('unset it for the embedded Postgres');
  expect(lastWayOut(own)).toContain('see the logs in .dev');
});

it('says that the database is not what its migrations made', async () => {
  const answer = { status: 503, body: { error: { code: 'schema_damaged' } } };
  const service = { ask: async () => answer } as unknown as Service;
  const attempt = warm({ service, adminSecret: '', wayOut: 'the way' });
  await expect(attempt).rejects.toMatchObject({
    message: expect.stringContaining('although no migration is pending'),
    wayOut: 'the way',
  });
});
