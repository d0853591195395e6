import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { type NeonProxy, startNeonProxy } from '../../dev/neon-proxy/start-neon-proxy.ts';
import { createDatabase, dropDatabase } from '../../dev/postgres/create-database.ts';
import { projectRoot } from '../../dev/project-root.ts';
import { fillRows } from './fill-rows.ts';
import type { Published } from './published.ts';
import { readState, type State } from './state.ts';
import { withClient } from './with-client.ts';

/** A Postgres prepared for trials. */
export interface ChaosServer {
  /** A superuser's. */
  readonly adminUrl: string;
  /** Owns every database of the trials. */
  readonly role: string;
  /** By the ordinary role that owns everything, as on Neon. */
  readonly urlOf: (database: string) => string;
  readonly adminUrlOf: (database: string) => string;
  /** Migrated, and with rows in every table. */
  readonly template: string;
  /** Migrated and nothing else. */
  readonly pristine: string;
  /** What the template holds. */
  readonly whole: State;
  /** Of what it holds, as the edge is served from it. */
  readonly published: Published;
  readonly proxy: NeonProxy;
  readonly stop: () => Promise<void>;
}

export const migrationsFolder = join(projectRoot, 'drizzle');

export async function prepareServer(adminUrl: string): Promise<ChaosServer> {
  const id = `burgee_chaos_${randomUUID().slice(0, 8)}`;
  const password = randomUUID();
  const urls = {
    urlOf: (database: string) => addressed(adminUrl, { database, username: id, password }),
    adminUrlOf: (database: string) => addressed(adminUrl, { database }),
  };
  const pristine = `${id}_pristine`;
  const template = `${id}_template`;
  await asAdmin(adminUrl, `create role ${id} login password '${password}'`);
  await createDatabase(adminUrl, pristine);
  await asAdmin(adminUrl, `alter database ${pristine} owner to ${id}`);
  await withClient(urls.urlOf(pristine), (client) =>
    migrate(drizzle(client), { migrationsFolder }),
  );
  await createDatabase(adminUrl, template, pristine);
  await asAdmin(adminUrl, `alter database ${template} owner to ${id}`);
  const published = await fillRows(urls.urlOf(template));
  const whole = await withClient(urls.urlOf(template), readState);
  const { hostname, port } = new URL(adminUrl);
  const proxy = await startNeonProxy({ host: hostname, port: Number(port || 5432) });
  const stop = async () => {
    await proxy.stop();
    for (const name of [template, pristine]) await dropDatabase(adminUrl, name);
    await asAdmin(adminUrl, `drop role ${id}`);
  };
  return { adminUrl, role: id, ...urls, template, pristine, whole, published, proxy, stop };
}

const asAdmin = (adminUrl: string, statement: string) =>
  withClient(adminUrl, (client) => client.query(statement));

function addressed(
  address: string,
  { database, ...account }: { database: string; username?: string; password?: string },
): string {
  return Object.assign(new URL(address), { pathname: `/${database}`, ...account }).href;
}
