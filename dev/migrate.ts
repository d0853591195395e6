import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { logTail } from './processes/log-tail.ts';
import { projectRoot } from './project-root.ts';

export interface MigrateRequest {
  readonly databaseUrl: string;
  /** Of the server, if it is ours: drizzle-kit does not always say what Postgres objected to. */
  readonly postgresLog?: string | undefined;
  readonly signal?: AbortSignal;
}

const drizzleKit = join(projectRoot, 'node_modules/.bin/drizzle-kit');

/** Applies pending migrations as a customer does; throws with what is known when it fails. */
export async function migrate({ databaseUrl, postgresLog, signal }: MigrateRequest) {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const options = { cwd: projectRoot, env, signal };
  try {
    await promisify(execFile)(process.execPath, [drizzleKit, 'migrate'], options);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const log = postgresLog === undefined ? '' : `\nPostgres says:\n${logTail(postgresLog)}`;
    throw new Error(`drizzle-kit migrate failed:\n${readable(stdout + stderr)}${log}`);
  }
}

/** Without the frames of its spinner. */
function readable(output: string): string {
  const lines = stripVTControlCharacters(output).split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.includes('applying')).join('\n');
}
