import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from './project-root.ts';

/** What scripts a browser may have to fetch before it shows the flags, packed by gzip. */
export const mostFirstLoadBytes = 250_000;

export interface Script {
  /** As an address has it. */
  readonly path: string;
  readonly gzipBytes: number;
}

/** What Vite tells of a file that it made. */
interface Made {
  readonly file: string;
  readonly imports?: readonly string[];
}

const folder = join(projectRoot, 'dist');
const page = 'features/flags/flags-page.tsx';

/** Of the page of flags: what the dashboard begins with, that page, and all that both import; the largest first. */
export function measureFirstLoad(): Script[] {
  const made: Record<string, Made> = JSON.parse(
    readFileSync(join(folder, 'dashboard.manifest.json'), 'utf8'),
  );
  const paths = new Set(scriptsOf(readFileSync(join(folder, 'dashboard/index.html'), 'utf8')));
  const open = ['index.html', page];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const entry = made[name];
    if (entry === undefined) throw new Error(`the dashboard was built without ${name}`);
    paths.add(`/${entry.file}`);
    open.push(...(entry.imports ?? []).filter((each) => !paths.has(`/${made[each]?.file}`)));
  }
  return [...paths].map(weigh).sort((one, other) => other.gzipBytes - one.gzipBytes);
}

const scriptsOf = (html: string): string[] =>
  [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].flatMap(([, path]) => path ?? []);

const weigh = (path: string): Script => ({
  path,
  gzipBytes: gzipSync(readFileSync(join(folder, 'dashboard', path))).byteLength,
});
