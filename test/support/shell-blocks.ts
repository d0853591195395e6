import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { projectRoot } from '../../dev/project-root.ts';

/** The blocks of a page that are meant for a shell, in order; of the sections with these titles alone. */
export const shellBlocks = (page: string, sections?: readonly string[]): readonly string[] =>
  readFileSync(page, 'utf8')
    .split(/^(?=## )/m)
    .filter((part) => sections?.includes(/^## (.*)/.exec(part)?.[1] ?? '') ?? true)
    .flatMap((part) => [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => code ?? ''));

/**
 * Pastes lines into a shell that ends with the first that fails; a request that is answered by an error
 * fails. All that was printed comes back.
 */
export function paste(code: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-e'], {
    cwd: projectRoot,
    input: code.replaceAll(/\bcurl\b/g, 'curl --fail-with-body'),
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
