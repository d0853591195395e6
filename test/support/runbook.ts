import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../dev/project-root.ts';

/**
 * What stands for `npx`: our own command and the real wrangler, which asks the storage of `wrangler dev`
 * where a person asks Cloudflare's. A secret is kept in a file.
 */
const npx = `#!/usr/bin/env bash
set -euo pipefail
program=$1
shift
if [ "$program" = burgee ]; then exec "$NODE" "$ROOT/src/cli/main.ts" "$@"; fi
if [ "$1 $2" = "secret put" ]; then cat > "$FOLDER/secret-$3"; exit; fi
args=()
for arg in "$@"; do
  if [ "$arg" = --remote ]; then args+=(--local "--persist-to=$STORAGE"); else args+=("$arg"); fi
done
exec "$NODE" "$ROOT/node_modules/.bin/wrangler" "\${args[@]}" --config "$ROOT/wrangler.toml"
`;

interface Surroundings {
  /** Of files that the commands read and write. */
  readonly folder: string;
  /** Of `npm run dev`. */
  readonly devDir: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface CommandRun {
  readonly command: string;
  readonly output: string;
}

/** Runs lines of a shell as a person who has pasted them; throws with what they said where one fails. */
export function openShell({ folder, devDir, env }: Surroundings) {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npx'), npx);
  chmodSync(join(bin, 'npx'), 0o755);
  const options = {
    cwd: folder,
    env: {
      ...process.env,
      ...env,
      PATH: [bin, process.env.PATH].join(delimiter),
      NODE: process.execPath,
      ROOT: projectRoot,
      FOLDER: folder,
      STORAGE: join(devDir, 'wrangler'),
      NO_COLOR: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_WRITE_LOGS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      XDG_CONFIG_HOME: join(devDir, 'wrangler/config'),
    },
  };
  return async (command: string): Promise<CommandRun> => {
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-euo', 'pipefail', '-c', command],
      options,
    );
    return { command, output: stdout };
  };
}

/** Every line of the `sh` blocks of a document, but for those that name what the reader's own is. */
export function listCommands(document: string): readonly string[] {
  const text = readFileSync(join(projectRoot, 'docs', document), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.trimEnd().split('\n'))
    .filter((line) => !line.startsWith('export '));
}
