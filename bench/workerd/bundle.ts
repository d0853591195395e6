import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Module } from './worker.ts';

interface BundleOptions {
  readonly entry?: string;
  readonly checkout?: string;
  /** Whether functions keep their names, which a profile needs. */
  readonly isReadable?: boolean;
}

/** The modules that a deployment of an entry of a checkout would upload, the entry first. */
export function bundle(folder: string, options: BundleOptions = {}): readonly Module[] {
  const { entry = 'src/worker.ts', checkout = '.', isReadable = false } = options;
  const outdir = join(folder, entry.replaceAll('/', '-'));
  const config = join(folder, 'wrangler.toml');
  const deployed = withoutBindings(readFileSync(join(checkout, 'wrangler.toml'), 'utf8'));
  writeFileSync(
    config,
    isReadable ? deployed.replace('minify = true', 'minify = false') : deployed,
  );
  const args = [
    'deploy',
    resolve(checkout, entry),
    '--config',
    config,
    '--dry-run',
    '--outdir',
    outdir,
  ];
  execFileSync('node_modules/.bin/wrangler', args, {
    cwd: checkout,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const main = entry.replace(/^.*\/(.*)\.ts$/, '$1.js');
  const names = readdirSync(outdir).filter((name) => /\.m?js$/.test(name));
  const entryFirst = names.sort((name) => (name === main ? -1 : 1));
  return entryFirst.map((name) => ({ name, source: readFileSync(join(outdir, name), 'utf8') }));
}

/** How it is built, without what only our own entry can be bound to. */
const withoutBindings = (configuration: string): string =>
  configuration.slice(0, configuration.search(/^\[/m));

/** As the deployment has it. */
export function compatibilityDate(): string {
  const date = /^compatibility_date = "(.*)"$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1];
  if (date === undefined) throw new Error('wrangler.toml has no compatibility_date');
  return date;
}
