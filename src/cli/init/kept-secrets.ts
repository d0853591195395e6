import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';

/** What is told once. A shell can read the file, and nobody but its owner. */
export interface KeptSecrets {
  readonly path: string;
  readonly find: (name: KeptName) => string | undefined;
  readonly keep: (name: KeptName, value: string) => void;
}

export type KeptName = 'BURGEE_URL' | 'ADMIN_SECRET' | 'BURGEE_KEY' | 'FIRST_ADMIN_LINK';

export function openKeptSecrets(path: string): KeptSecrets {
  const find = (name: KeptName) =>
    readText(path)
      .split('\n')
      .map((line) => valueIn(line, name))
      .findLast((value) => value !== undefined);
  return {
    path,
    find,
    // Whatever else is in the file stays as it is.
    keep: (name, value) => {
      if (find(name) === value) return;
      const lines = readText(path).split('\n');
      const others = lines.filter((line) => valueIn(line, name) === undefined);
      while (others.at(-1)?.trim() === '') others.pop();
      replace(path, [...others, `export ${name}='${value}'`, ''].join('\n'));
    },
  };
}

/** A person may have written it, and quoted it or not. */
function valueIn(line: string, name: KeptName): string | undefined {
  const [, found, single, double, bare] =
    /^\s*(?:export\s+)?(\w+)=(?:'([^']*)'|"([^"]*)"|([^\s'"]*))\s*$/.exec(line) ?? [];
  return found === name ? (single ?? double ?? bare) : undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw unusable(path, error);
  }
}

function replace(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { mode: 0o600 });
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unusable(path, error);
  }
}

const unusable = (path: string, error: unknown) =>
  new FailureError({
    code: 'secrets_not_kept',
    exitCode: exitCodes.unsound,
    message: `${path}, where secrets are kept, cannot be used: ${error instanceof Error ? error.message : error}.`,
    wayOut: 'Look at the rights of its folder and the room on its disk.',
  });
