import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { startTemporaryPostgres } from '../../dev/postgres/temporary-postgres.ts';
import { scratchFolder } from '../../dev/scratch-folder.ts';

it('removes what a killed run left, in memory or on disk, and its own data when it stops', async () => {
  const noProcess = 2 ** 22 + 1;
  const left = [tmpdir(), '/dev/shm']
    .filter((root) => existsSync(root))
    .map((root) => join(root, `burgee-postgres-${noProcess}-left`));
  for (const folder of left) mkdirSync(folder);
  const { logFile, stop } = await startTemporaryPostgres();
  expect(left.filter((folder) => existsSync(folder))).toEqual([]);
  expect(logFile.startsWith(scratchFolder())).toBe(true);
  await stop();
  expect(existsSync(dirname(logFile))).toBe(false);
});
