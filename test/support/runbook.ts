import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../dev/project-root.ts';

/** The lines of a document for a shell, one after the other; of the sections with these titles alone. */
export function readRunbook(name: string, sections?: readonly string[]): string {
  const text = readFileSync(join(projectRoot, 'docs/runbooks', name), 'utf8');
  return text
    .split(/^(?=## )/m)
    .filter((part) => sections?.includes(/^## (.*)/.exec(part)?.[1] ?? '') ?? true)
    .flatMap((part) => [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines]) => lines))
    .join('\n');
}
