import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './project-root.ts';

/**
 * `npm run build`: the dashboard, into `dist/dashboard`. Builds nothing where all that goes into it is as it
 * was, as every `wrangler dev`, `deploy` and test run begins with it.
 */

// Whatever it is called from: what is built is what is deployed.
process.env.NODE_ENV = 'production';

const output = join(projectRoot, 'dist/dashboard');
const stamp = join(projectRoot, 'dist/dashboard.stamp');
const now = fingerprint();

if (existsSync(join(output, 'index.html')) && readStamp() === now) {
  console.log('The dashboard is as it was.');
} else {
  await build({ configFile: join(projectRoot, 'vite.config.ts'), logLevel: 'warn' });
  // Beside what is deployed: it is for `npm run size`, and for no visitor.
  renameSync(
    join(output, '.vite/manifest.json'),
    join(projectRoot, 'dist/dashboard.manifest.json'),
  );
  rmSync(join(output, '.vite'), { recursive: true });
  writeFileSync(stamp, now);
  console.log(`The dashboard was built in ${(performance.now() / 1000).toFixed(1)} s.`);
}

/** Of the files that its pages can import, their text, and the versions of what they use. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = globSync(
    ['src/{dashboard,contract,engine,snapshot}/**/*', 'vite.config.ts', 'package-lock.json'],
    { cwd: projectRoot },
  );
  for (const file of files.sort()) {
    const path = join(projectRoot, file);
    if (statSync(path).isFile()) hash.update(file).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}

function readStamp(): string | undefined {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}
