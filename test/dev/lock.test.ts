import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import { acquireLock } from '../../dev/stack/lock.ts';
import { recordProcess } from '../../dev/stack/recorded-process.ts';
import { readSettings } from '../../dev/stack/settings.ts';

const notes: string[] = [];
const children: ChildProcess[] = [];
let devDir: string;
let lockFile: string;

beforeEach(() => {
  devDir = mkdtempSync(join(tmpdir(), 'burgee-lock-'));
  lockFile = join(devDir, 'dev.lock');
  notes.splice(0);
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(devDir, { recursive: true });
});

function acquire(env = {}) {
  return acquireLock(readSettings({ DEV_DIR: devDir, ...env }), (note) => notes.push(note));
}

function run(script: string, env = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, 'workerd'], {
    cwd: projectRoot,
    detached: true,
    env: { ...process.env, DEV_DIR: devDir, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Resolves with the first line it prints. */
async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [bytes] = stdout ? await once(stdout, 'data') : [];
  return String(bytes).trimEnd();
}

/** All begin at the same moment, and whoever gets the lock keeps it. */
function startAt(moment: number) {
  const script = `
    import { acquireLock } from './dev/stack/lock.ts';
    import { readSettings } from './dev/stack/settings.ts';
    setInterval(() => {}, 1000);
    await new Promise((resolve) => setTimeout(resolve, ${moment} - 30 - Date.now()));
    while (Date.now() < ${moment});
    await acquireLock(readSettings(process.env), () => {}).then(
      () => console.log('acquired'),
      (error) => console.log(error.message),
    );`;
  return run(script);
}

function writeStaleLock(leftovers = {}) {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lockFile, JSON.stringify({ pid, startMark: 'gone', ...leftovers }));
  return pid;
}

it.each([1, 2, 3])('goes to one of several that start at once over a stale one (%i)', async () => {
  const slowToEnd = run(`
    process.on('SIGTERM', () => setTimeout(() => process.exit(), 400));
    setInterval(() => {}, 1000);
    console.log('runs');`);
  await firstLine(slowToEnd);
  writeStaleLock({ wrangler: recordProcess(slowToEnd.pid ?? 0) });
  const starts = Array.from({ length: 5 }, () => startAt(Date.now() + 1_500));
  const lines = await Promise.all(starts.map(firstLine));
  const winner = starts[lines.indexOf('acquired')];
  expect(lines.filter((line) => line === 'acquired')).toHaveLength(1);
  const refusals = lines.filter((line) => line.startsWith('already running'));
  expect(refusals).toHaveLength(4);
  expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: winner?.pid });
  await expect.poll(() => slowToEnd.exitCode).toBe(0);
  expect(readdirSync(devDir)).toEqual(['dev.lock']);
});

it('is refused while its holder lives, with a command for a second folder and port', async () => {
  await acquire();
  await expect(acquire({ DEV_DIR: `${devDir}/`, PORT: '9000' })).rejects.toMatchObject({
    message: expect.stringContaining(`process ${process.pid}`),
    wayOut: expect.stringMatching(`DEV_DIR=${devDir}-2 PORT=\\d+ npm run dev`),
  });
});

it('is free again once it is released', async () => {
  (await acquire()).release();
  await acquire();
  expect(notes).toEqual([]);
});

it('names the run that was killed', async () => {
  const pid = writeStaleLock();
  await acquire();
  expect(notes.join()).toContain(`an earlier run (process ${pid}) was killed`);
});

it('is taken over from a start that was killed while it took over', async () => {
  writeStaleLock();
  writeFileSync(`${lockFile}.takeover`, readFileSync(lockFile));
  await acquire();
  expect(readdirSync(devDir)).toEqual(['dev.lock']);
});

it.each(['{"pid":"x"}', '{"pid":1e9}', '{}', '[]', 'null', 'x', ''])(
  'is replaced, and says so, when no run has written it: %s',
  async (text) => {
    writeFileSync(lockFile, text);
    await acquire();
    expect(notes.join()).toContain('dev.lock was not written by a run');
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid });
  },
);

it('is refused with a way out when it is a folder', async () => {
  mkdirSync(lockFile);
  await expect(acquire()).rejects.toMatchObject({
    message: expect.stringContaining(`${lockFile} must be a file`),
    wayOut: expect.stringContaining('move it away'),
  });
});
