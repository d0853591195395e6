import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import { run } from '../../src/cli/run.ts';
import { fillRows } from '../chaos/fill-rows.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import { forgeBackup, type Lines } from '../support/forge-backup.ts';

/** A line that never ends is found before it has filled the memory. */
vi.mock('../../src/resource-policy.ts', async (original) => {
  const policies: typeof import('../../src/resource-policy.ts') = await original();
  const backupPolicy = { ...policies.backupPolicy, lineCharacters: 2_000_000 };
  return { ...policies, backupPolicy };
});

vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'burgee-hostile-backup-'));
const file = join(folder, 'all.ndjson.gz');
const there = process.cwd();
let source: TestDatabase;
let target: TestDatabase;
const servers: Server[] = [];

beforeAll(async () => {
  [source, target] = await Promise.all([openDatabase('migrated'), openDatabase('migrated')]);
  await fillRows(source.databaseUrl);
  await source.ask('backup', '--output', file);
  // What is to be replaced is saved where the command is run.
  process.chdir(folder);
  expect(await target.ask('restore', file)).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  process.chdir(there);
  for (const server of servers) server.close();
  await Promise.all([source?.close(), target?.close()]);
  rmSync(folder, { recursive: true });
});

const forge = (change: (lines: Lines) => Lines): string =>
  forgeBackup({ file, path: join(folder, 'forged.gz'), change });

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), gzipSync(text));
  return join(folder, name);
}

/** The line that begins a table. */
const placeOf = (lines: Lines, table: string) =>
  lines.findIndex((line) => line.startsWith(`{"table":"${table}"`));

const editRow = (table: string, change: (line: string) => string) =>
  forge((lines) => {
    const place = placeOf(lines, table) + 1;
    return lines.with(place, change(lines[place] ?? ''));
  });

const editHead = (more: object) =>
  forge((lines) => lines.with(0, JSON.stringify({ ...JSON.parse(lines[0] ?? ''), ...more })));

it.each([
  [
    'a row twice',
    () =>
      forge((lines) =>
        lines.with(
          placeOf(lines, 'feature_flags') + 2,
          lines[placeOf(lines, 'feature_flags') + 1] ?? '',
        ),
      ),
    'of feature_flags',
  ],
  ['two rows in one line', () => editRow('segments', (line) => `${line},${line}`), 'segments'],
  ['no JSON', () => editRow('environments', () => '[oops'), 'environments'],
  ['too few values', () => editRow('environments', () => '[]'), 'environments'],
  [
    'SQL for a number',
    () => editRow('environments', (line) => line.replace(/"\d+"/, `"0'; drop table members; --"`)),
    'environments',
  ],
  [
    'a number too large',
    () => editRow('environments', (line) => line.replace(/"\d+"/, `"${2n ** 64n}"`)),
    'environments',
  ],
  [
    'a text that Postgres has no place for',
    () => editRow('segments', (line) => line.replace('"', '"\\u0000')),
    'segments',
  ],
])('refuses rows that do not fit, as those of the backup: %s', async (_, path, said) => {
  const before = await target.query('select count(*) from members');
  expect(await target.ask('restore', path(), '--replace')).toMatchObject({
    exitCode: 1,
    error: { code: 'rows_refused', message: expect.stringContaining(said) },
  });
  expect(await target.query('select count(*) from members')).toEqual(before);
  expect(readdirSync(folder).filter((name) => name.includes('before-restore'))).toEqual([]);
});

it.each([
  ['a name that paints', () => editHead({ missing: ['\u001b[2J'] }), 'its first line'],
  ['a version that paints', () => editHead({ code: '\u001b]0;x\u0007' }), 'its first line'],
  ['a line without an end', () => write('bomb.gz', '['.padEnd(3_000_000, 'a')), 'never ends'],
  ['no gzip', () => join(projectRoot, 'package.json'), 'header'],
])('refuses a file that does harm, and says what it is: %s', async (_, path, said) => {
  expect(await target.ask('restore', path(), '--dry-run')).toMatchObject({
    exitCode: 1,
    error: { code: 'backup_unreadable', message: expect.stringContaining(said) },
  });
});

/** What a person is told of a restore that is rolled back. */
async function rehearse(path: string): Promise<string> {
  const plain = (text: string) => text;
  const paint = { good: plain, warning: plain, bad: plain, strong: plain, dim: plain };
  const around = { env: { DATABASE_URL: target.databaseUrl }, progress: () => {} };
  const { exitCode, lines } = await run(['restore', path, '--dry-run'], around);
  expect(exitCode).toBe(0);
  return lines(paint).join('\n');
}

it('names who would be let in, and that the log would be another', async () => {
  const smuggled = forge((lines) => {
    const place = placeOf(lines, 'members');
    const columns: string[] = JSON.parse(lines[place] ?? '').columns;
    const edited: (string | null)[] = JSON.parse(lines[place + 1] ?? '');
    const told: Record<string, string> = { role: 'admin', email: 'eve\u001b[8m@example.com' };
    const row = edited.map((value, index) => told[columns[index] ?? ''] ?? value);
    const { audit, ...head } = JSON.parse(lines[0] ?? '');
    const forged = { ...head, audit: { ...audit, hash: 'another' } };
    return lines.with(place + 1, JSON.stringify(row)).with(0, JSON.stringify(forged));
  });
  const told = await rehearse(smuggled);
  expect(told).toContain('could not in this database before: eve[8m@example.com\n');
  expect(told).toContain('does not continue that of the backup: it is replaced\n');
  expect(await rehearse(file)).not.toMatch(/could not in this database before|is replaced/);
});

/** The audit log of a backup with other lines, which does not continue the one that is there. */
const forgeLog = (change: (entries: Lines) => Lines) =>
  forge((lines) => {
    const { audit, ...head } = JSON.parse(lines[0] ?? '');
    const begin = placeOf(lines, 'audit_logs') + 1;
    const entries = lines.slice(begin, begin + audit.seq);
    const forged = change(entries);
    const { end } = JSON.parse(lines.at(-1) ?? '');
    end.rows.audit_logs = forged.length;
    return [
      JSON.stringify({ ...head, audit: { ...audit, hash: 'another' } }),
      ...lines.slice(1, begin),
      ...forged,
      ...lines.slice(begin + entries.length, -1),
      JSON.stringify({ end }),
    ];
  });

it.each<[string, (entries: Lines) => Lines, string]>([
  [
    'an altered entry',
    (entries) => entries.with(0, entries[0]?.replace(/"([a-z]+)\.([a-z]+)"/, '"$1.forged"') ?? ''),
    'Entry 1 is not what its hash was made of.',
  ],
  ['a missing entry', (entries) => entries.toSpliced(1, 1), 'Entry 2 is missing.'],
  ['a missing end', (entries) => entries.slice(0, -1), 'and not as the backup says that it ended'],
  ['a missing log', () => [], 'It ends with entry 0, and not as'],
])('says that the audit log was altered, by the restore itself: %s', async (_, change, said) => {
  const told = await rehearse(forgeLog(change));
  expect(told).toContain('! the audit log of the backup was altered: ');
  expect(told).toContain(said);
  expect(told).not.toContain('its audit log is whole');
});

it('takes no rows of others away with ours', async () => {
  await target.query(`create table theirs (
      environment text constraint of_ours references environments (key) on delete cascade);
    insert into theirs select key from environments`);
  const rows = await target.query('select * from theirs');
  for (const option of ['--dry-run', '--replace']) {
    expect(await target.ask('restore', file, option)).toMatchObject({
      exitCode: 1,
      error: {
        code: 'referred_to',
        way_out: expect.stringContaining('alter table theirs drop constraint of_ours'),
      },
    });
  }
  expect(await target.query('select * from theirs')).toEqual(rows);
  await target.query('drop table theirs');
});

it('restores no file that was exchanged after it was found whole', async () => {
  const exchanged = join(folder, 'exchanged.gz');
  writeFileSync(exchanged, readFileSync(file));
  await target.query(`select pg_advisory_lock(hashtext('burgee schema'))`);
  const waiting = new Promise<void>((resolve) => {
    const progress = (line: string) => line.includes('waiting') && resolve();
    const around = { env: { DATABASE_URL: target.databaseUrl }, progress };
    restored = run(['restore', exchanged, '--replace'], around);
  });
  await waiting;
  writeFileSync(exchanged, readFileSync(editHead({ code: '0.2.0' })));
  await target.query(`select pg_advisory_unlock(hashtext('burgee schema'))`);
  expect(await restored).toMatchObject({
    exitCode: 1,
    document: { error: { message: expect.stringContaining('a moment ago') } },
  });
});
let restored: ReturnType<typeof run>;

it('keeps the way back where nobody knows whether it was committed', async () => {
  const { hostname, port } = new URL(target.databaseUrl);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on('error', () => {});
    far.on('error', () => {});
    let isCommitted = false;
    near.on('data', (bytes) => {
      isCommitted = bytes.toString('latin1').endsWith('commit\0');
      far.write(bytes);
    });
    // Postgres commits, and nobody is told.
    far.on('data', (bytes) => (isCommitted ? near.destroy() : near.write(bytes)));
    near.once('close', () => far.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line = new URL(target.databaseUrl);
  line.port = String((server.address() as AddressInfo).port);
  const before = readdirSync(folder);
  await target.query(`update feature_flags set owner = 'nobody'`);
  const around = { env: { DATABASE_URL: line.href }, progress: () => {} };
  const { exitCode, document } = await run(['restore', file, '--replace'], around);
  const kept = readdirSync(folder).filter((name) => !before.includes(name));
  expect(kept).toHaveLength(1);
  expect([exitCode, JSON.stringify(document)]).toEqual([
    2,
    expect.stringContaining(`before is in ${join(folder, kept[0] ?? '')}.`),
  ]);
  expect(gunzipSync(readFileSync(kept[0] ?? '')).toString()).toContain('"nobody"');
  expect(await target.query(`select from feature_flags where owner = 'nobody'`)).toEqual([]);
});

it('leaves a gap of versions where the deployment has lost what it published', async () => {
  const stores = { kv: 'missing' };
  const http = createHttpServer((_, answer) => {
    answer.setHeader('content-type', 'application/json');
    const snapshots = [{ environment: 'production', version: 3, source: 'bundle' }];
    answer.end(JSON.stringify({ status: 'degraded', snapshots, ...stores }));
  });
  servers.push(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const ask = async () => {
    const BURGEE_URL = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const env = { DATABASE_URL: target.databaseUrl, BURGEE_URL, ADMIN_SECRET: 'x'.repeat(32) };
    const { document } = await run(['restore', file, '--dry-run'], { env, progress: () => {} });
    const { versions } = document as { versions: { environment: string; version: number }[] };
    return versions.find(({ environment }) => environment === 'production')?.version ?? 0;
  };
  const whenLost = await ask();
  stores.kv = 'ok';
  expect(whenLost - (await ask())).toBe(10_000 - 100);
});

it('is no backup where rows are hidden from the role', async () => {
  await source.query(`create role blinded login password 'p';
    grant usage on schema drizzle to blinded;
    grant select on all tables in schema public, drizzle to blinded;
    alter table feature_flags enable row level security`);
  const url = Object.assign(new URL(source.databaseUrl), { username: 'blinded', password: 'p' });
  const around = { env: { DATABASE_URL: url.href }, progress: () => {} };
  try {
    expect(await run(['backup', '--output', join(folder, 'part.gz')], around)).toMatchObject({
      exitCode: 2,
      document: { error: { message: expect.stringContaining('row-level security policy') } },
    });
  } finally {
    await source.query(`alter table feature_flags disable row level security;
      drop owned by blinded; drop role blinded`);
  }
});

it('takes as long as it needs, whatever the role is allowed, and what is committed meanwhile is not in it', async () => {
  const name = new URL(source.databaseUrl).pathname.slice(1);
  await source.query(`alter database ${name} set statement_timeout = '200ms'`);
  await source.query(`begin; lock table webhooks;
    insert into environments (key, name) values ('late', 'Late')`);
  const taken = source.ask('backup', '--output', join(folder, 'slow.gz'));
  const waiting = `select from pg_stat_activity where datname = '${name}' and wait_event_type = 'Lock'
    and clock_timestamp() - query_start > interval '300 milliseconds'`;
  await Promise.race([taken, expect.poll(() => target.query(waiting)).toHaveLength(1)]);
  await source.query('commit');
  await source.query(`alter database ${name} reset statement_timeout`);
  expect(await taken).toMatchObject({ exitCode: 0, rows: { environments: 2 } });
});

it('says who did not take it to its end', async () => {
  const command = `"${process.execPath}" src/cli/main.ts backup --output - > /dev/full`;
  const env = { ...process.env, DATABASE_URL: source.databaseUrl };
  const ended = await new Promise((resolve) => {
    execFile('sh', ['-c', command], { cwd: projectRoot, env }, (error, _, stderr) =>
      resolve([error?.code, stderr]),
    );
  });
  expect(ended).toEqual([1, expect.stringContaining('Standard output was not taken to its end')]);
});
