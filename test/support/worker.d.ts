/** What `cloudflare:workers` offers to tests: our Worker and its bindings. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('../../src/worker.ts');
  }
  interface Env
    extends Pick<import('../../src/env.ts').Env, 'SNAPSHOTS' | 'ADMIN_SECRET' | 'RATE_LIMIT'> {
    /** Two in ten seconds. */
    readonly LOW_RATE_LIMIT: RateLimit;
    readonly TEST_BACKUPS: R2Bucket;
    readonly HUB: NonNullable<import('../../src/env.ts').Env['HUB']>;
    readonly ATTEMPTS: NonNullable<import('../../src/env.ts').Env['ATTEMPTS']>;
    readonly WATCHMAN: NonNullable<import('../../src/env.ts').Env['WATCHMAN']>;
  }
}
