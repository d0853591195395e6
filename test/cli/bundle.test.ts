import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bundle, compatibilityDate } from '../../bench/workerd/bundle.ts';
import { serve } from '../../bench/workerd/serve.ts';
import { projectRoot } from '../../dev/project-root.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { burgee } from '../support/burgee-command.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

/** Each call of the command is a process, and a busy machine takes its time to start one. */
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'burgee-bundle-'));
const out = join(folder, 'bundle.json');
let plane: TestControlPlane;
let key: string;

beforeAll(async () => {
  plane = await startControlPlane();
  const input = { kind: 'server', name: 'app', environment: 'production' } as const;
  ({ key } = await createKey({ ctx: plane.ctx, input }));
});
afterAll(async () => {
  await plane.dispose();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) =>
  burgee(['bundle', '--out', out, ...args], { DATABASE_URL: plane.databaseUrl });
const read = () => JSON.parse(readFileSync(out, 'utf8'));

it('writes what is served, with the hashes of keys alone', async () => {
  const { exitCode, stdout } = await run();
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/production +version \d+ +7 flags +1 key, as hashes/),
  });
  expect(read()).toEqual({
    snapshots: [await plane.published('development'), await plane.published('production')],
  });
  expect(readFileSync(out, 'utf8')).not.toContain(key);
});

it('writes one environment, or nothing, without asking a database', async () => {
  await run('--environment', 'production');
  expect(read().snapshots).toMatchObject([{ environment: 'production' }]);
  expect(await run('--environment', 'nowhere')).toMatchObject({ exitCode: 1 });
  expect(read().snapshots).toHaveLength(1);
  expect(await burgee(['bundle', '--empty', '--out', out])).toMatchObject({ exitCode: 0 });
  expect(read()).toEqual({ snapshots: [] });
});

it('keeps the bundle before where it fails, and leaves nothing beside it', async () => {
  await run();
  const before = readFileSync(out, 'utf8');
  const away = { DATABASE_URL: 'postgres://somebody@127.0.0.1:1/burgee' };
  expect(await burgee(['bundle', '--out', out], away)).toMatchObject({ exitCode: 2 });
  const nowhere = join(folder, 'nowhere/bundle.json');
  const unwritable = await burgee(['bundle', '--out', nowhere], {
    DATABASE_URL: plane.databaseUrl,
  });
  expect(unwritable).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('It is as it was'),
  });
  const many = { ...read() };
  many.snapshots[1].flags = Array.from({ length: 20 }, () => many.snapshots[1].flags[0]);
  writeFileSync(out, JSON.stringify(many));
  const collapsed = await run();
  expect(collapsed).toMatchObject({ exitCode: 1 });
  expect(collapsed.stdout).toContain('production has 7 flags, and 20 in the bundle that is there');
  expect(read()).toEqual(many);
  await run('--force');
  expect(readFileSync(out, 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(['bundle.json']);
});

it('refuses what is too large to start with, and says what to do', async () => {
  const place = { flag: 'admin.analytics', environment: 'development', scope: 'user' } as const;
  const override = { variant: 'on', reason: '' };
  await putOverride({
    ctx: plane.ctx,
    input: { ...place, subject: 'ana', expectedRevision: '*', override },
  });
  await run();
  await plane.database.transaction((tx) => tx.execute(fifteenThousandOverrides as never));
  const before = readFileSync(out, 'utf8');
  const { exitCode, stdout } = await run();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/more than 5000000: development \d+, production \d+/);
  expect(stdout).toContain('npx burgee bundle --environment production');
  expect(readFileSync(out, 'utf8')).toBe(before);
});

const fifteenThousandOverrides = `insert into feature_flag_overrides
  (id, flag_key, environment_key, scope, subject, variant, reason)
  select 'many-' || number, flag_key, environment_key, scope, repeat('x', 400) || number, variant, reason
  from feature_flag_overrides, generate_series(1, 15000) number`;

it('is answered from by a deployment that has neither KV nor Postgres', async () => {
  const checkout = join(folder, 'checkout');
  for (const part of ['src', 'wrangler.toml', 'package.json', 'tsconfig.json']) {
    cpSync(join(projectRoot, part), join(checkout, part), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(checkout, 'node_modules'));
  const target = join(checkout, 'src/snapshot/bundle.json');
  expect(existsSync(target)).toBe(true);
  const written = await run('--environment', 'production', '--out', target);
  expect(written).toMatchObject({ exitCode: 0 });
  const modules = bundle(folder, { checkout });
  const pin = (command: readonly [string, ...string[]]) => command;
  const server = await serve({ modules }, { folder, date: compatibilityDate(), pin });
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/features/admin.analytics`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect([response.status, response.headers.get('x-flags-source')]).toEqual([200, 'bundle']);
    expect(await response.json()).toMatchObject({ is_enabled: true, reason: 'STATIC' });
  } finally {
    await server.end();
  }
});
