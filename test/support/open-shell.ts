import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../dev/project-root.ts';
import { scratchFolder } from '../../dev/scratch-folder.ts';

export interface Shell {
  /** Where lines run that say nothing else. */
  readonly folder: string;
  /** Stops at the first line that fails, as a careful person does. */
  readonly run: (lines: string, env: Readonly<Record<string, string>>) => Promise<ShellEnd>;
  readonly close: () => void;
}

export interface ShellEnd {
  readonly exitCode: number | null;
  readonly output: string;
}

/** What a program is there: lines of `sh`, which find what it was given in `$@`. */
export type Programs = Readonly<Record<string, string>>;

const node = process.execPath;

/** `npx` with our command and another `wrangler`, without the time that npx takes to find them. */
export const npxWith = (wrangler: string): string => `name=$1; shift
case "$name $1" in
  wrangler*) exec ${wrangler} ;;
  burgee*) exec '${node}' '${projectRoot}/src/cli/main.ts' "$@" ;;
  *) echo "no $name here"; exit 127 ;;
esac`;

/**
 * `npx` with our command and the real wrangler, which asks the storage of `wrangler dev` where a person asks
 * Cloudflare's. A secret is kept in a file.
 */
export const npxOnStorage = (storage: string): Programs => ({
  npx: npxWith('local-wrangler "$@"'),
  'local-wrangler': `[ "$1 $2" = 'secret put' ] && exec cat > "$HOME/secret-$3"
for arg; do
  shift
  case "$arg" in --remote) set -- "$@" --local '--persist-to=${storage}' ;; *) set -- "$@" "$arg" ;; esac
done
export WRANGLER_SEND_METRICS=false WRANGLER_WRITE_LOGS=false WRANGLER_HIDE_BANNER=true
exec '${node}' '${projectRoot}/node_modules/.bin/wrangler' "$@" --config '${projectRoot}/wrangler.toml'`,
});

/** A folder with programs that come before those of the machine. */
export function openShell(programs: Programs): Shell {
  const folder = mkdtempSync(join(scratchFolder(), 'burgee-shell-'));
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const path = `${folder}:${dirname(node)}:${process.env.PATH}`;
  const run: Shell['run'] = (lines, env) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', lines], {
      cwd: folder,
      env: { PATH: path, HOME: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
      });
    }
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, output }));
    });
  };
  return { folder, run, close: () => rmSync(folder, { recursive: true }) };
}
