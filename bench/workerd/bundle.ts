import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Module } from './worker.ts';

/** The modules that a deployment would upload, the entry first. */
export function bundle(folder: string): readonly Module[] {
  const outdir = join(folder, 'bundle');
  execFileSync('node_modules/.bin/wrangler', ['deploy', '--dry-run', '--outdir', outdir], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const names = readdirSync(outdir).filter((name) => /\.m?js$/.test(name));
  const entryFirst = names.sort((name) => (name === 'worker.js' ? -1 : 1));
  return entryFirst.map((name) => ({ name, source: readFileSync(join(outdir, name), 'utf8') }));
}

/** As the deployment has it. */
export function compatibilityDate(): string {
  const date = /^compatibility_date = "(.*)"$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1];
  if (date === undefined) throw new Error('wrangler.toml has no compatibility_date');
  return date;
}
