import { join } from 'node:path';
import { createDatabase, databaseExists } from '../postgres/create-database.ts';
import { type Postgres, startPostgres } from '../postgres/start-postgres.ts';

export interface EmbeddedRequest {
  readonly devDir: string;
  /** Of an earlier run; its port is taken again when it is free. */
  readonly earlierUrl: string | undefined;
  readonly note: (message: string) => void;
}

const databaseName = 'burgee';

export async function startEmbeddedDatabase(request: EmbeddedRequest) {
  const { devDir, earlierUrl = '', note } = request;
  const postgres = await startPostgres({
    folder: join(devDir, 'postgres'),
    logFile: join(devDir, 'postgres.log'),
    durable: true,
    preferredPort: Number(URL.parse(earlierUrl)?.port) || undefined,
    note,
  });
  return { postgres, url: postgres.databaseUrl(databaseName) };
}

export async function ensureDatabase(postgres: Postgres) {
  const adminUrl = postgres.databaseUrl('postgres');
  if (await databaseExists(adminUrl, databaseName)) return;
  await createDatabase(adminUrl, databaseName);
}
