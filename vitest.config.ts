import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// Tests start Node hundreds of times: what one process has compiled, the next one finds.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const onWorkerd = () =>
  cloudflareTest({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: { ADMIN_SECRET: 'an-admin-secret-of-more-than-32-characters' },
      // The scheduled job of the other tests is not to see it: it would keep a backup in one minute of the day.
      r2Buckets: ['TEST_BACKUPS'],
      ratelimits: { LOW_RATE_LIMIT: { namespace_id: '2', simple: { limit: 2, period: 10 } } },
    },
  });

/** As all else on the machine may come first: it is to be told from what never comes, and from nothing else. */
const patient = {
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 180_000,
  hookTimeout: 300_000,
};

/** The whole Worker on a Postgres of its own, which nobody else may break: a folder has one file of tests. */
const onBrokenGround = (folder: 'faults' | 'cost' | 'monitoring' | 'backup') => ({
  plugins: [onWorkerd()],
  test: {
    name: folder,
    include: [`test/${folder}/**/*.test.ts`],
    globalSetup: ['test/support/global-faults.ts'],
    ...patient,
  },
});

/** On a Postgres of the project's own, each file in databases that it makes for itself. */
const onPostgres = (name: string, folders: string, isolate = true) => ({
  test: {
    name,
    include: [`test/${folders}/**/*.test.ts`],
    isolate,
    globalSetup: ['test/support/global-postgres.ts'],
    ...patient,
  },
});

/** A test's folder says where it runs; see CONTRIBUTING.md. */
export default defineConfig({
  test: {
    // More than cores: what waits for a fault to pass leaves its core to others.
    maxWorkers: Math.max(5, availableParallelism() + 3),
    // Most of what tests make is thrown away at once: room for it saves Node a twentieth of its time.
    execArgv: ['--max-semi-space-size=64'],
    reporters: ['default', './test/support/tally-reporter.ts'],
    projects: [
      // Projects run by their names: the longest files begin first, so that no core waits for them at the end.
      onPostgres('chaos', 'chaos'),
      {
        test: {
          name: 'node',
          include: ['test/{engine,contract,compile,dev,ofrep-check}/**/*.test.ts'],
          isolate: false,
          ...patient,
        },
      },
      {
        plugins: [onWorkerd()],
        test: {
          name: 'workerd',
          include: ['test/{http,hub,snapshot}/**/*.test.ts'],
          ...patient,
        },
      },
      onBrokenGround('faults'),
      onBrokenGround('cost'),
      onBrokenGround('monitoring'),
      onBrokenGround('backup'),
      onPostgres('cli', 'cli'),
      // Files that replace no module may share one process, which reads the code once.
      onPostgres('postgres', '{control,db,schema}', false),
      {
        test: {
          name: 'journey',
          include: ['test/{journeys,e2e}/**/*.test.ts'],
          ...patient,
        },
      },
    ],
  },
});
