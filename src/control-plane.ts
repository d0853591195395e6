import { ControlError } from './control/errors.ts';
import type { DataPlane } from './data-plane.ts';
import { connect, type Database } from './db/connect.ts';
import type { Config } from './env.ts';
import { createAdminApp } from './http/admin/app.ts';
import { logError } from './log.ts';
import { publish } from './snapshot/publish.ts';

/** What changes flags. Imported when it is first asked for, as most isolates only serve flags. */
export function createControlPlane(config: Config, { snapshots, store }: DataPlane) {
  const database = databaseOf(config);
  const publisher = { database, store, accept: snapshots.accept.bind(snapshots) };
  return createAdminApp({
    database,
    adminSecret: config.adminSecret,
    now: () => new Date(),
    published: store,
    publish: (environment, options) => publish(publisher, environment, options),
    logError,
  });
}

/** Without a database, or with an address that is none, flags are served all the same. */
function databaseOf({ databaseUrl, neonProxyUrl }: Config): Database {
  if (databaseUrl && URL.canParse(databaseUrl)) return connect({ databaseUrl, neonProxyUrl });
  const refuse = () => {
    throw new ControlError(
      'database_unavailable',
      'DATABASE_URL is not set, or is not a postgres:// address. Set it with "npx wrangler secret put DATABASE_URL".',
    );
  };
  return {
    get reads() {
      return refuse();
    },
    transaction: refuse,
  };
}
