import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const onWorkerd = () =>
  cloudflareTest({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: { ADMIN_SECRET: 'an-admin-secret-of-more-than-32-characters' },
      ratelimits: { LOW_RATE_LIMIT: { namespace_id: '2', simple: { limit: 2, period: 10 } } },
    },
  });

/** A test's folder says where it runs; see CONTRIBUTING.md. */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/tally-reporter.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/{engine,contract,compile,dev,ofrep-check}/**/*.test.ts'],
        },
      },
      {
        plugins: [onWorkerd()],
        test: {
          name: 'workerd',
          include: ['test/{http,hub,snapshot}/**/*.test.ts'],
        },
      },
      {
        plugins: [onWorkerd()],
        test: {
          name: 'faults',
          include: ['test/{faults,cost}/**/*.test.ts'],
          fileParallelism: false,
          globalSetup: ['test/support/global-faults.ts'],
          testTimeout: 10_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/{chaos,cli,control,db,schema}/**/*.test.ts'],
          globalSetup: ['test/support/global-postgres.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journey',
          include: ['test/{journeys,e2e}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
