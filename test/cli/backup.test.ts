import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import { run } from '../../src/cli/run.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { fillRows } from '../chaos/fill-rows.ts';
import { seededRandom } from '../chaos/random.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import { damageBackup, forgeBackup, type Lines } from '../support/forge-backup.ts';

/** Migrating from nothing takes long on a busy machine. */
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'burgee-backup-'));
const file = join(folder, 'all.ndjson.gz');
let database: TestDatabase;
let before: Awaited<ReturnType<typeof readRows>>;

/** What no driver and no text format likes. */
const hostile = [
  `'; drop table members; --`,
  '"quoted", [1,2] {a}\\',
  'line\nfeed\r\ttab \u0001\u2028',
  '😀 é e\u0301 \ufeff',
  '',
  'NULL',
  '\\N',
  '\\x00',
];

/** Rows that the product would not make, of every type that our tables have. */
async function fillAtRandom(client: pg.Client) {
  const random = seededRandom(Number(process.env.BACKUP_SEED ?? 10));
  const text = () => `${random.pick(hostile)}${random.integer(1_000_000)}${random.pick(hostile)}`;
  const json = () =>
    random.pick([
      'null',
      '"null"',
      '1e400',
      '12345678901234567890.10',
      `{"a":[null,{"b":${JSON.stringify(text())}}]}`,
    ]);
  const instant = () =>
    random.pick([
      'infinity',
      '-infinity',
      '0044-03-15 00:00:00.000001+00 BC',
      '2026-01-01 12:00:00.123456+02',
      '294276-12-31 23:59:59.999999+00',
    ]);
  for (let row = 0; row < 40; row++) {
    await client.query(
      `insert into webhooks (id, name, url, events, sealed_secret, created_at) values ($1, $2, $3, $4, $5, $6)`,
      [`${row}`, text(), text(), [text(), text()].slice(random.integer(3)), text(), instant()],
    );
    await client.query(
      `insert into webhook_deliveries (id, webhook_id, event, payload, attempts, outcome, finished_at) values ($1, $1, $2, $3, $4, $5, $6)`,
      [
        `${row}`,
        text(),
        json(),
        '9223372036854775807',
        random.chance(0.5) ? text() : null,
        instant(),
      ],
    );
    await client.query(
      `insert into snapshot_history (environment_key, version, last_version, content, checksum, flags, segments, published_at)
      values ($1, $2, $2, $3, '', 0, 0, now())`,
      [text(), row, Buffer.from(Array.from({ length: 400 }, () => random.integer(256)))],
    );
    if (row === 0)
      await client.query(`insert into scheduled_changes (id, environment_key, flag_key, steps, due_at, created_by)
      values ('due', 'production', 'search.ranking', '[]', now() - interval '1 hour', 'member:m1')`);
    await client.query(
      `insert into feature_flag_usage_daily values ($1, $2, $3, 'on', $4, '', '-1')`,
      [random.pick(['infinity', '2026-02-28', '0001-01-01 BC']), text(), text(), randomUUID()],
    );
  }
}

beforeAll(async () => {
  database = await openDatabase('migrated');
  await fillRows(database.databaseUrl);
  await fillAtRandom(database.client);
  before = await readRows(database);
  expect(await database.ask('backup', '--output', file)).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true });
});

/** Rows that a restore changes on purpose, or leaves to what is there. */
const settled = ['environments', 'invitations', 'scheduled_changes', 'audit_logs'];
const living = ['sessions', 'verifications'];

/** Every row of every table, as Postgres itself writes it: a null in a column is no null in its JSON. */
async function readRows({ query }: Pick<TestDatabase, 'query'>) {
  const rows: Record<string, unknown> = {};
  for (const { name } of await query(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )) {
    const columns = settled.includes(name)
      ? `to_jsonb(t) - '{version,updated_at,revoked_at,failure,revision,status}'::text[]`
      : 't';
    const where = name === 'audit_logs' ? `where action <> 'database.restore'` : '';
    const found = await query(
      `select (${columns})::text as row from ${name} t ${where} order by 1`,
    );
    rows[name] = found.map(({ row }) => row);
  }
  return rows as Record<string, string[]>;
}

const withoutLiving = (rows: Awaited<ReturnType<typeof readRows>>) => ({
  ...rows,
  ...Object.fromEntries(living.map((name) => [name, []])),
});

it('writes one file that a person can read, for the owner alone', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['all.ndjson.gz']);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    burgee_backup: 1,
    code: '0.1.0',
    lsn: expect.stringContaining('/'),
    schema: expect.stringMatching(/^[0-9a-f]{64}$/),
    left_out: ['sessions', 'verifications'],
    missing: [],
  });
  const { end } = JSON.parse(lines.at(-1) ?? '');
  const counts = Object.entries(before).map(([name, rows]) => [name, rows.length]);
  expect(counts.every(([, count]) => Number(count) > 0)).toBe(true);
  expect(Object.entries(end.rows).sort()).toEqual(
    counts.filter(([name]) => !living.includes(`${name}`)).sort(),
  );
  expect(lines.join('\n')).not.toContain('a token');
});

it('restores every row of every table into an empty Postgres, and raises versions', async () => {
  const target = await openDatabase('empty');
  const { ask, role } = await asOwner(target);
  try {
    const rehearsed = await ask('restore', file, '--dry-run');
    expect(rehearsed).toMatchObject({ exitCode: 0, status: 'rehearsed' });
    expect(await isUntouched(target)).toBe(true);
    const restored = await ask('restore', file);
    expect(restored).toMatchObject({
      exitCode: 0,
      status: 'restored',
      audit_log: 'restored',
      audit_entries: before.audit_logs?.length,
      audit_fault: null,
      invitations_revoked: 1,
      schedules_paused: 1,
      dropped: [],
      filled: [],
    });
    expect({ ...restored, status: '' }).toEqual({ ...rehearsed, status: '' });
    expect(await readRows(target)).toEqual(withoutLiving(before));
    // The edge has served version 1000 of it: see fillRows.
    expect(await target.query(`select version from environments where key = 'production'`)).toEqual(
      [{ version: '11000' }],
    );
    expect(await target.query('select revoked_at is null as open from invitations')).toEqual([
      { open: false },
    ]);
    expect(
      await target.query(
        'select id from scheduled_changes where due_at < now() and status = $$pending$$',
      ),
    ).toEqual([]);
    expect(await ask('audit', 'verify')).toMatchObject({ exitCode: 0, status: 'intact' });
    expect(await ask('check')).toMatchObject({ exitCode: 0 });
    const [next] = await target.query(
      `insert into drizzle.__drizzle_migrations (hash) values ('next') returning id`,
    );
    expect(next?.id).toBeGreaterThan(manifest.migrations.length);
    // Of another chain: the log is replaced as well, of which the owner may not delete.
    await target.query(`delete from drizzle.__drizzle_migrations where hash = 'next';
      update audit_logs set hash = hash || 'x'`);
    const again = await inFolder(() => ask('restore', file, '--replace'));
    expect(again).toMatchObject({ status: 'restored', audit_log: 'restored' });
    expect(await ask('audit', 'verify')).toMatchObject({ status: 'intact', is_append_only: true });
    expect(await ask('check')).toMatchObject({ exitCode: 0 });
  } finally {
    await target.close();
    await database.query(`drop role ${role}`);
  }
});

/** By a role that owns the database, and is no superuser. */
async function asOwner({ databaseUrl, query }: TestDatabase) {
  const role = `owner_${randomUUID().slice(0, 8)}`;
  await query(`create role ${role} login password 'p';
    do $$ begin execute format('alter database %I owner to ${role}', current_database()); end $$`);
  const url = Object.assign(new URL(databaseUrl), { username: role, password: 'p' });
  const around = { env: { DATABASE_URL: url.href }, progress: () => {} };
  const ask = async (...args: string[]) => {
    const { exitCode, document } = await run(args, around);
    return { exitCode, ...JSON.parse(JSON.stringify(document)) };
  };
  return { ask, role };
}

const isUntouched = async ({ query }: TestDatabase) => {
  const [found] = await query(`select to_regclass('environments') is null as "isUntouched"`);
  return found?.isUntouched;
};

const rewrite = (name: string, change: (lines: Lines) => Lines): string =>
  forgeBackup({ file, path: join(folder, name), change });

const damage = (name: string, change: (lines: Lines) => Lines): string =>
  damageBackup({ file, path: join(folder, name), change });

const firstRow = (lines: Lines) => lines.findIndex((line) => line.startsWith('['));

it('refuses what is no whole backup, with nothing written', async () => {
  const target = await openDatabase('empty');
  const bytes = readFileSync(file);
  const written = (name: string, content: Buffer | string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const flipped = Buffer.from(bytes);
  flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 1;
  const refused: [string, string][] = [
    [written('cut', bytes.subarray(0, bytes.length >> 1)), 'does not unpack'],
    [written('cut-at-end', bytes.subarray(0, -1)), 'does not unpack'],
    [written('flipped', flipped), 'not a whole backup'],
    [written('nothing', ''), 'not a whole backup'],
    [written('photo', 'GIF89a'), 'it does not unpack (incorrect header'],
    [written('other', gzipSync('{"hello":"world"}\n')), 'it is no backup of Burgee'],
    [rewrite('short', (lines) => lines.toSpliced(firstRow(lines), 1)), 'rows, and'],
    [damage('without-end', (lines) => lines.slice(0, -1).concat(lines[1] ?? '')), 'twice'],
    [
      damage('altered', (lines) =>
        lines.with(firstRow(lines), lines[firstRow(lines)]?.replace('a', 'b') ?? ''),
      ),
      'its checksum differs',
    ],
    [
      rewrite('newer', (lines) =>
        lines.with(0, lines[0]?.replace(/"hash":"../, '"hash":"zz') ?? ''),
      ),
      'of a newer schema',
    ],
    [
      rewrite('format', (lines) =>
        lines.with(0, lines[0]?.replace('"burgee_backup":1', '"burgee_backup":2') ?? ''),
      ),
      'has format 2',
    ],
    [join(folder, 'nowhere'), 'There is no file'],
  ];
  try {
    for (const [path, reason] of refused) {
      const { exitCode, error } = await target.ask('restore', path);
      expect([path, exitCode, error?.message]).toEqual([path, 1, expect.stringContaining(reason)]);
    }
    expect(await isUntouched(target)).toBe(true);
    expect(await target.ask('restore')).toMatchObject({ exitCode: 64 });
  } finally {
    await target.close();
  }
});

it('restores into a newer schema: what was added has its default, what was dropped is named', async () => {
  const target = await openDatabase('migrated');
  const older = join(folder, 'older.gz');
  const goBack = () => target.ask('rollback', '--to', '0010_schedules_and_webhooks', '--yes');
  try {
    await target.query(`insert into environments (key, name) values ('gone', 'G')`);
    const { error } = await target.ask('restore', file);
    expect(error.message).toContain('it has 1 environment, 0 flags,');
    await inFolder(() => target.ask('restore', file, '--replace'));
    await goBack();
    await target.query(`insert into environments (key, name) values ('gone', 'G')`);
    const old = await readRows(target);
    expect(await target.ask('backup', '--output', older)).toMatchObject({
      exitCode: 0,
      missing: expect.arrayContaining(['context_keys']),
    });
    await target.query(`delete from environments where key = 'gone'`);
    await target.ask('migrate');
    expect(await target.ask('restore', older, '--dry-run')).toMatchObject({ exitCode: 0 });
    const restored = await inFolder(() => target.ask('restore', older, '--replace'));
    expect(restored).toMatchObject({
      exitCode: 0,
      filled: expect.arrayContaining([
        'environments.requires_signed_context',
        'api_keys.expires_at',
      ]),
    });
    const columns = await target.query(
      'select key, requires_signed_context, revision from environments order by key',
    );
    expect(columns).toEqual([
      { key: 'development', requires_signed_context: false, revision: '1' },
      { key: 'gone', requires_signed_context: false, revision: '1' },
      { key: 'production', requires_signed_context: false, revision: '1' },
    ]);
    // What it filled is taken away again: all that the backup had is left.
    await goBack();
    expect(await readRows(target)).toEqual(old);
    await target.ask('migrate');
    const wider = rewrite('wider', (lines) => [
      ...lines
        .slice(0, -1)
        .map((line) =>
          line.startsWith('{"table":"environments"') ? line.replace('"]}', '","colour"]}') : line,
        ),
      '{"table":"notes","columns":["id"]}',
      '["1"]',
      lines.at(-1)?.replace('"rows":{', '"rows":{"notes":1,') ?? '',
    ]);
    expect((await target.ask('restore', wider, '--dry-run')).dropped).toEqual([
      'notes',
      'environments.colour',
    ]);
  } finally {
    await target.close();
  }
});

/** Files that are named after the time are written where the command is run. */
async function inFolder<T>(work: () => Promise<T>): Promise<T> {
  const there = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(there);
  }
}

it('replaces what is there only where it is told to, keeps the audit log, and leaves a way back', async () => {
  const target = await openDatabase('migrated');
  await target.ask('restore', file);
  await target.query(`delete from feature_flags where key = 'search.ranking';
    update feature_flags set owner = 'nobody' where key = 'billing.invoices';
    insert into environments (key, name) values ('staging', 'Staging');
    update api_keys set revoked_at = now() where name = 'Ci';
    insert into sessions (id, token, user_id, expires_at) values ('s', 't', 'm1', now() + interval '1 day')`);
  const there = await readRows(target);
  const [{ seq } = { seq: 0 }] = await target.query('select max(seq)::int as seq from audit_logs');
  try {
    expect(await target.ask('restore', file)).toMatchObject({
      exitCode: 1,
      error: { code: 'not_empty', message: expect.stringContaining('3 environments') },
    });
    const rehearsed = await target.run('restore', file, '--dry-run');
    expect(rehearsed.stdout).toMatch(/feature_flags +\d+ → \d+ rows +1 added, 1 altered/);
    const named = await target.run(
      'restore',
      file,
      '--dry-run',
      '--database-url',
      target.databaseUrl,
    );
    expect(named.stdout).toContain(`npx burgee restore ${file} --replace --database-url …\n`);
    expect(await readRows(target)).toEqual(there);
    const restored = await inFolder(() => target.ask('restore', file, '--replace'));
    expect(restored).toMatchObject({
      exitCode: 0,
      audit_log: 'kept',
      revoked_again: 1,
      lost_environments: ['staging'],
    });
    const { api_keys: keys, audit_logs: log, ...rows } = await readRows(target);
    const { api_keys: expectedKeys, audit_logs: _, ...expected } = withoutLiving(before);
    expect(rows).toEqual(expected);
    expect(keys).toHaveLength(expectedKeys?.length ?? 0);
    expect(log).toEqual(there.audit_logs);
    expect(
      await target.query(
        `select count(*)::int as open from api_keys where name = 'Ci' and revoked_at is null`,
      ),
    ).toEqual([{ open: 0 }]);
    expect(
      await target.query(
        `select seq::int, actor from audit_logs where action = 'database.restore' and seq > ${seq}`,
      ),
    ).toEqual([{ seq: seq + 1, actor: expect.stringMatching(/^cli:/) }]);
    expect(await target.ask('audit', 'verify')).toMatchObject({ status: 'intact' });
    expect(statSync(restored.way_back).mode & 0o777).toBe(0o600);
    const again = await inFolder(() => target.ask('restore', restored.way_back, '--replace'));
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.way_back).not.toBe(restored.way_back);
    expect((await readRows(target)).feature_flags).toEqual(there.feature_flags);
    expect(await target.query(`select key from environments order by key`)).toHaveLength(3);
  } finally {
    await target.close();
  }
});

it.runIf(existsSync('/proc/self'))(
  'replaces nothing where what is there cannot be saved first',
  async () => {
    const there = process.cwd();
    // Nobody may make a file there, whoever runs the tests.
    process.chdir('/proc');
    const refused = await database.ask('restore', file, '--replace');
    process.chdir(there);
    expect(refused).toMatchObject({
      exitCode: 1,
      error: { code: 'not_written', message: expect.stringContaining('nothing was replaced') },
    });
  },
);

it('leaves everything as it was when it is killed half way', async () => {
  const target = await openDatabase('migrated');
  await target.ask('restore', file);
  // Its log is of another chain, so that the right to delete from it is asked for after other tables.
  await target.query(`update audit_logs set hash = hash || 'x';
    create function wait() returns event_trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(7); end $$;
    create event trigger wait on ddl_command_start when tag in ('GRANT') execute function wait()`);
  const there = await readRows(target);
  try {
    await target.query('select pg_advisory_lock(7)');
    const child = spawn(
      process.execPath,
      [join(projectRoot, 'src/cli/main.ts'), 'restore', file, '--replace'],
      {
        cwd: folder,
        env: { ...process.env, DATABASE_URL: target.databaseUrl },
        stdio: 'ignore',
      },
    );
    const waiting = () =>
      target.query(
        `select from pg_locks where locktype = 'advisory' and objid = 7 and not granted`,
      );
    await expect.poll(async () => (await waiting()).length).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await target.query(`select pg_advisory_unlock(7)`);
    // Postgres notices that nobody is there any more when it next writes to them.
    await expect.poll(async () => (await waiting()).length).toBe(0);
    expect(await readRows(target)).toEqual(there);
  } finally {
    await target.close();
  }
});

it('writes to standard output alone what was asked for, and leaves no half of a file', async () => {
  const env = { ...process.env, DATABASE_URL: database.databaseUrl };
  const args = [join(projectRoot, 'src/cli/main.ts'), 'backup', '--output', '-'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env,
    encoding: 'buffer',
  });
  expect(gunzipSync(stdout).toString('utf8')).toContain('{"burgee_backup":1');
  expect(stderr.toString()).toContain('✓ standard output: ');
  expect(await database.ask('backup', '--output', file)).toMatchObject({
    exitCode: 1,
    error: { code: 'file_exists' },
  });
  const unwritable = join(folder, 'nowhere/all.gz');
  expect(await database.ask('backup', '--output', unwritable)).toMatchObject({
    exitCode: 1,
    error: { code: 'not_written' },
  });
  const lost = join(folder, 'lost.gz');
  await database.query('begin; lock table webhooks');
  const taking = database.ask('backup', '--output', lost);
  await expect
    .poll(() => readdirSync(folder).filter((name) => name.endsWith('.partial')))
    .toHaveLength(1);
  await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  expect(await taking).toMatchObject({ exitCode: 2 });
  await database.query('rollback');
  expect(readdirSync(folder).filter((name) => /partial|lost/.test(name))).toEqual([]);
});

it('leaves nothing when it is interrupted, and names what one that was killed has left', async () => {
  const args = [join(projectRoot, 'src/cli/main.ts'), 'backup', '--output', 'interrupted.gz'];
  const env = { ...process.env, DATABASE_URL: database.databaseUrl };
  const begun = () => readdirSync(folder).filter((name) => name.startsWith('interrupted.gz'));
  await database.query('begin; lock table webhooks');
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  await expect.poll(begun, { timeout: 15_000 }).toHaveLength(1);
  const partial = begun();
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  await database.query('rollback');
  expect(begun()).toEqual([]);
  const left = [...partial, `other.ndjson.gz.${process.pid}.partial`];
  for (const name of left) writeFileSync(join(folder, name), 'half, and of one that goes on');
  expect(await database.ask('backup', '--output', join(folder, 'interrupted.gz'))).toMatchObject({
    exitCode: 0,
    abandoned: partial.map((name) => join(folder, name)),
  });
  for (const name of left) rmSync(join(folder, name));
});

it('leaves what came to be under its name while it was written', async () => {
  const taken = join(folder, 'taken.gz');
  await database.query('begin; lock table webhooks');
  const taking = database.ask('backup', '--output', taken);
  await expect.poll(() => readdirSync(folder)).toContainEqual(expect.stringMatching('partial'));
  writeFileSync(taken, 'of another');
  await database.query('rollback');
  expect(await taking).toMatchObject({ exitCode: 1, error: { code: 'file_exists' } });
  expect(readFileSync(taken, 'utf8')).toBe('of another');
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
});
