import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';

/** /proc is a folder that takes no files, /dev/null no folder. */
it.runIf(process.platform === 'linux').each(['/proc', '/proc/a/b', '/dev/null', '/dev/null/a'])(
  'refuses a DEV_DIR that cannot hold data, and says what to do: %s',
  (folder) => {
    const { status, stderr } = spawnSync(process.execPath, [join(projectRoot, 'dev/main.ts')], {
      env: { ...process.env, DEV_DIR: folder, PORT: '0', DATABASE_URL: '' },
      encoding: 'utf8',
      killSignal: 'SIGKILL',
      timeout: 100_000,
    });
    expect(stderr).toContain(`cannot keep anything in the folder ${folder}: E`);
    expect(stderr).toContain('Way out: choose another: DEV_DIR=');
    expect(status).toBe(1);
  },
);
