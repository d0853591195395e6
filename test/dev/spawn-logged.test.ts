import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { spawnLogged } from '../../dev/processes/spawn-logged.ts';

const folder = mkdtempSync(join(tmpdir(), 'burgee-spawn-'));
const logFile = join(folder, 'log');

afterAll(() => rmSync(folder, { recursive: true }));

function spawn(program: string, options = {}) {
  const args = ['-e', 'console.log("a word"); process.exitCode = 3'];
  return spawnLogged({ program, args, options, logFile, name: 'It' });
}

it('says how the program ended, with the end of its log', async () => {
  const { pid, exited } = await spawn(process.execPath);
  expect(pid).toBeGreaterThan(1);
  expect(await exited).toBe('It ended (exit code 3):\n  a word');
  expect(readFileSync(logFile, 'utf8')).toBe('a word\n');
});

it('throws when there is no such program or folder', async () => {
  await expect(spawn('/no/such/program')).rejects.toThrow('It did not start: spawn /no/such');
  await expect(spawn(process.execPath, { cwd: '/no/such' })).rejects.toThrow('ENOENT');
});
