import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPortHolder } from '../../dev/processes/port-holder.ts';
import { sendSignal } from '../../dev/processes/send-signal.ts';
import { codeSamples } from '../../src/dashboard/features/flag/code/code-samples.ts';
import { type DevRun, startDev, tryDev } from '../support/dev-run.ts';
import { paste, shellBlocks } from '../support/shell-blocks.ts';
import { temporaryDevDir } from '../support/temporary-dev-dir.ts';

const criticalFlags = [
  'admin.advanced_controls',
  'market_edge.enhanced_ui',
  'admin.feature_flags',
  'admin.module_management',
  'admin.user_management',
  'admin.analytics',
  'system.lazy_loading',
];

const folder = temporaryDevDir();
const devDir = folder.path;
let run: DevRun;

beforeAll(async () => {
  run = await startDev(devDir);
});

afterAll(async () => {
  if (run?.listProcesses().length > 0) await run.interrupt();
  folder.remove();
});

const restartAdvice = /^Way out: start again with DEV_DIR=\S+ PORT=0 npm run dev/;

function lastWords() {
  return run.output().trimEnd().split('\n').at(-1);
}

/** Lines of the documentation, which are written for a run of no settings. */
const onThisRun = (code: string): string =>
  code
    .replaceAll('./.dev/dev.json', join(devDir, 'dev.json'))
    .replaceAll('http://127.0.0.1:8787', run.devFile.url);

async function statusOf(path: string, key?: string) {
  const answer = await run.get(path, key);
  await answer.body?.cancel();
  return answer.status;
}

async function expectCriticalFlags(key: string) {
  for (const flag of criticalFlags) {
    const answer = await run.get(`/features/${flag}?user_id=u1`, key);
    expect(answer.status).toBe(200);
    const expected = { flag_key: flag, is_enabled: true, rollout_percentage: 100 };
    expect(await answer.json()).toMatchObject(expected);
  }
}

describe('npm run dev', () => {
  it('serves the seven critical flags', async () => {
    await expectCriticalFlags(run.devFile.server_key);
  });

  it('ends its output with the address, after a curl to paste', () => {
    const { url, server_key } = run.devFile;
    expect(run.output()).toContain(
      `curl -H "Authorization: Bearer ${server_key}" ${url}/features/admin.advanced_controls`,
    );
    expect(lastWords()).toBe(`Ready on ${url}`);
  });

  it('answers 404 in the envelope for an unknown flag', async () => {
    const answer = await run.get('/features/no.such_flag', run.devFile.server_key);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'flag_not_found' } });
  });

  it('answers 401 without a key and for a wrong one', async () => {
    const mistyped = `${run.devFile.server_key.slice(0, -1)}!`;
    for (const key of [undefined, mistyped, 'garbage']) {
      expect(await statusOf('/features/admin.analytics', key)).toBe(401);
    }
  });

  it('opens the control plane to the admin token and secret', async () => {
    for (const token of [run.devFile.admin_token, run.devFile.admin_secret]) {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${run.devFile.url}/admin/environments`, { headers });
      expect(answer.status).toBe(200);
    }
  });

  it('lets a person log in with the address and password that it prints', async () => {
    const { url, email, password } = run.devFile;
    expect(run.output()).toContain(`${email} with the password ${password}`);
    const answer = await fetch(`${url}/admin/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email, password }),
    });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const me = await fetch(`${url}/admin/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ actor: `member:${email}`, role: 'admin' });
  });

  it('does what the README says, when its blocks are pasted', () => {
    const blocks = shellBlocks('README.md').filter((block) => /\b(admin|curl) /.test(block));
    const code = blocks.filter((block) => !block.includes('wrangler')).join('\n');
    expect(code).toContain('/admin/repair');
    const { status, output } = paste(onThisRun(code));
    expect(status).toBe(0);
    expect(output.includes('"rule_id":"big-swedes"')).toBe(true);
    expect(output.includes('"status":"noop"')).toBe(true);
  });

  it.each(['node', 'curl'])('is asked as the quick start says for %s', (id) => {
    const { url, server_key } = run.devFile;
    const asked = {
      url,
      key: 'admin.analytics',
      kind: 'boolean',
      environment: 'development',
    } as const;
    const sample = codeSamples({ ...asked, off: false, isWhole: false }).find(
      (each) => each.id === id,
    );
    const code = sample?.code.replace('bgs_development_…', server_key) ?? '';
    const line =
      id === 'node' ? `node --input-type=module <<'END'\n${code}\nconsole.log(value);\nEND` : code;
    expect(paste(line)).toEqual({ status: 0, output: expect.stringContaining('true') });
  });

  it('keeps its secrets from other accounts', () => {
    for (const file of ['dev.json', 'dev.lock', 'wrangler.env', 'wrangler.log', 'postgres.log']) {
      expect(statSync(join(devDir, file)).mode & 0o077).toBe(0);
    }
  });

  it('refuses a second run on the same folder and names the first', async () => {
    const { exitCode, output } = await tryDev(devDir);
    expect(exitCode).not.toBe(0);
    expect(output).toContain(`process ${run.lock.pid}, ${run.devFile.url}`);
    expect(output).toContain(`kill ${run.lock.pid}`);
  });

  it('goes on serving when Postgres is not reachable', async () => {
    const faultsUrl = run.lock.neon_faults_url ?? '';
    await fetch(faultsUrl, { method: 'POST', body: '{"action":{"kind":"refuse"}}' });
    await expectCriticalFlags(run.devFile.client_key);
    await fetch(faultsUrl, { method: 'DELETE' });
  });

  it('goes on serving when Postgres is stopped', async () => {
    sendSignal(run.lock.postgres?.pid ?? 0, 'SIGINT');
    await expect.poll(run.output).toContain('Flags are served without it');
    await expectCriticalFlags(run.devFile.server_key);
  });

  it('leaves no process behind on Ctrl-C', async () => {
    expect(run.listProcesses()).not.toEqual([]);
    await run.interrupt();
    expect(run.output()).toContain('everything has ended');
    await expect.poll(run.listProcesses).toEqual([]);
    expect(existsSync(join(devDir, 'dev.lock'))).toBe(false);
  });

  it('names who holds a taken port and how to use another', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(Object(server.address()).port));
    });
    const { exitCode, output } = await tryDev(devDir, { PORT: String(port) });
    server.close();
    expect(exitCode).not.toBe(0);
    expect(output).toContain(`port ${port} is taken by process ${process.pid}`);
    expect(output).toMatch(/DEV_DIR=\S+ PORT=\d+ npm run dev/);
  });

  it('finds its data and keys again', async () => {
    const before = run.devFile;
    run = await startDev(devDir);
    expect({ ...run.devFile, url: before.url }).toEqual(before);
    await expectCriticalFlags(before.server_key);
  });

  it('starts again after it was killed, and tidies up first', async () => {
    const killed = run;
    sendSignal(killed.lock.pid, 'SIGKILL');
    await expect.poll(() => statusOf('/health')).toBe(200);
    run = await startDev(devDir);
    expect(run.output()).toContain(`an earlier run (process ${killed.lock.pid}) was killed`);
    expect(killed.listProcesses()).toEqual([]);
    await expectCriticalFlags(killed.devFile.server_key);
  });

  it('ends with the reason when the process that serves its port was killed', async () => {
    const port = Number(new URL(run.devFile.url).port);
    const { pid = 0 } = findPortHolder(port) ?? {};
    sendSignal(pid, 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain(`nothing serves port ${port} any more: process ${pid}`);
    expect(lastWords()).toMatch(restartAdvice);
    expect(run.listProcesses()).toEqual([]);
  });

  it('ends with the reason, and no word of Postgres, when wrangler was killed', async () => {
    run = await startDev(devDir);
    sendSignal(run.lock.wrangler?.pid ?? 0, 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('wrangler ended (SIGKILL)');
    expect(run.output()).not.toContain('Postgres ended');
    expect(lastWords()).toMatch(restartAdvice);
    expect(run.listProcesses()).toEqual([]);
  });

  it('gives a way out when a table is missing though no migration is pending', async () => {
    run = await startDev(devDir);
    const client = new pg.Client({ connectionString: run.devFile.database_url });
    await client.connect();
    await client.query('alter table feature_flags rename to feature_flags_before');
    await client.end();
    await run.interrupt();
    const { exitCode, output } = await tryDev(devDir);
    expect(exitCode).not.toBe(0);
    expect(output).toContain('lacks a table or column although no migration is pending');
    expect(output).toContain(`DEV_DIR=${devDir}-2 PORT=0 npm run dev`);
  });
});
