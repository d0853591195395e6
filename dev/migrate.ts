import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './project-root.ts';

const drizzleKit = join(projectRoot, 'node_modules/.bin/drizzle-kit');

/** Applies pending migrations as a customer does; throws with what drizzle-kit printed. */
export async function migrate(databaseUrl: string, signal?: AbortSignal) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, NO_COLOR: '1' };
  const options = { cwd: projectRoot, env, signal };
  try {
    await promisify(execFile)(process.execPath, [drizzleKit, 'migrate'], options);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`drizzle-kit migrate failed:\n${stdout}${stderr}`);
  }
}
