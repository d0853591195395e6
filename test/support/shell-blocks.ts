import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { projectRoot } from '../../dev/project-root.ts';

/** The blocks of a page that are meant for a shell, in order. */
export const shellBlocks = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
    ([, code]) => code ?? '',
  );

/**
 * Pastes lines into a shell that ends with the first that fails; a request that is answered by an error
 * fails. Resolves with all that was printed.
 */
export function paste(
  code: string,
  env: NodeJS.ProcessEnv = {},
): { status: number | null; output: string } {
  const strict = code.replaceAll(/\bcurl\b/g, 'curl --fail-with-body');
  const { status, stdout, stderr } = spawnSync('bash', ['-e'], {
    cwd: projectRoot,
    input: strict,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
