import { execFile } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../../dev/project-root.ts';
import { run as runInProcess } from '../../src/cli/run.ts';
import { emptyDatabase, freshDatabase } from './fresh-postgres-database.ts';

const main = join(projectRoot, 'src/cli/main.ts');

/** A test says itself what a command finds of these. */
const ours = ['DATABASE_URL', 'BURGEE_URL', 'ADMIN_SECRET', 'FORCE_COLOR'];

export interface CommandEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `burgee` as a person types it, in a process of its own. */
export function burgee(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandEnd> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ours.includes(name)),
  );
  const options = { cwd: projectRoot, env: { ...inherited, ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({ exitCode: typeof code === 'number' ? code : -1, stdout, stderr });
    });
  });
}

export type TestDatabase = Awaited<ReturnType<typeof openDatabase>>;

/** A database of the test's own, asked directly and through the command. */
export async function openDatabase(kind: 'empty' | 'migrated') {
  const { databaseUrl, dispose } = await (kind === 'empty' ? emptyDatabase() : freshDatabase());
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  const query = async (text: string) => (await client.query(text)).rows;
  const run = (...args: string[]) => burgee(args, { DATABASE_URL: databaseUrl });
  /** The document of `--json` with the exit code, without the time that a process takes to start. */
  const ask = async (...args: string[]) => {
    const around = { env: { DATABASE_URL: databaseUrl }, progress: () => {} };
    const { exitCode, document } = await runInProcess(args, around);
    return { exitCode, ...JSON.parse(JSON.stringify(document)) };
  };
  const close = async () => {
    await client.end();
    await dispose();
  };
  return { databaseUrl, client, query, run, ask, close };
}

export const countRecords = `select count(*)::int as records, count(distinct hash)::int as hashes
  from drizzle.__drizzle_migrations`;
