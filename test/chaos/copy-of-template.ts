import pg from 'pg';
import type { ControlContext } from '../../src/control/context.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import type { Database } from '../../src/db/connect.ts';
import { contextFor } from './context.ts';
import type { ChaosServer } from './server.ts';
import { readState } from './state.ts';
import { withClient } from './with-client.ts';

let copies = 0;

export type Copy = Awaited<ReturnType<typeof copyOfTemplate>>;

/** A database of the test's own with rows in every table. */
export async function copyOfTemplate(server: ChaosServer) {
  copies += 1;
  const name = `${server.template}_copy_${copies}`;
  await withClient(server.adminUrl, (admin) =>
    admin.query(
      `create database ${name} template ${server.template} owner ${server.role} strategy file_copy`,
    ),
  );
  const client = new pg.Client({ connectionString: server.adminUrlOf(name) });
  client.on('error', () => {});
  await client.connect();
  return {
    name,
    /** By the role that owns everything. */
    url: server.urlOf(name),
    /** A superuser's. */
    run: (statement: string) => client.query(statement),
    state: () => readState(client),
    dispose: async () => {
      await client.end();
      await withClient(server.adminUrl, (admin) =>
        admin.query(`drop database ${name} with (force)`),
      );
    },
  };
}

export const repair = (database: Database, input: unknown = {}) =>
  repairSchema({ ctx: unpublished(database), input });

/** With nothing published, and nobody to publish to. */
function unpublished(database: Database): ControlContext {
  const { published, ...ctx } = contextFor(database);
  return { ...ctx, publish: async () => [] };
}
