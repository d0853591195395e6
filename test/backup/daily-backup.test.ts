import { env } from 'cloudflare:workers';
import { expect, inject, it } from 'vitest';
import { readNewestBackups } from '../../src/control/backup/kept-backups.ts';
import { readBackup } from '../../src/control/backup/read-backup.ts';
import { keepBackups } from '../../src/control/scheduled/keep-backups.ts';
import { takeLook } from '../../src/control/watch/take-look.ts';
import { connect } from '../../src/db/connect.ts';
import { parseEnv } from '../../src/env.ts';
import { backupPolicy } from '../../src/resource-policy.ts';
import { nothingRemembered } from '../../src/watchman/watch-memory.ts';
import { query } from '../faults/ground.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const bucket = env.TEST_BACKUPS;
const database = connect({
  databaseUrl: inject('faultsDatabaseUrl'),
  neonProxyUrl: inject('neonProxyUrl'),
});

const run = (at: string, place = bucket) =>
  keepBackups({
    database,
    now: () => new Date(at),
    backups: { bucket: place, codeVersion: 'abc' },
  } as never);

const listOf = async (prefix: string) => (await bucket.list({ prefix })).objects;

const names = async () => (await bucket.list()).objects.map(({ key }) => key);

/** Rows that gzip cannot make smaller, so that a backup has more than one part. */
const largeRows = `insert into snapshot_history (environment_key, version, last_version, content, checksum, flags, segments, published_at)
    select 'backed-up', row, row, (select decode(string_agg(md5(row::text || part::text), ''), 'hex')
      from generate_series(1, 90000) part), '', 0, 0, now() from generate_series(1, 4) row`;

it('keeps one backup a day, whole, in as many parts as it takes', async () => {
  expect(await run('2026-11-23T01:40:00Z')).toEqual({});
  expect(await run('2026-11-23T02:39:00Z')).toEqual({});
  await query(
    "insert into environments (key, name) values ('production', 'Production') on conflict do nothing",
  );
  await query(largeRows);
  const kept = await run('2026-11-23T02:40:30Z');
  expect(kept).toMatchObject({ kept: 'daily/2026-11-23.ndjson.gz', rows: expect.any(Number) });
  expect(Object(kept).bytes).toBeGreaterThan(backupPolicy.partBytes);
  expect(await run('2026-11-23T03:40:00Z')).toEqual({});
  const object = await bucket.get('daily/2026-11-23.ndjson.gz');
  const bytes = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer());
  const summary = await readBackup(async function* () {
    yield bytes;
  });
  expect(summary).toMatchObject({
    head: { code: 'abc', missing: [] },
    rows: { audit_logs: expect.any(Number) },
  });
  const [counted] = await query('select count(*)::int as rows from snapshot_history');
  expect(summary.rows.snapshot_history).toBe(counted?.rows);
  await query(`delete from snapshot_history where environment_key = 'backed-up'`);
});

it('leaves nothing of one that fails, and tries again an hour later', async () => {
  const failing = {
    ...{ head: bucket.head.bind(bucket), list: bucket.list.bind(bucket) },
    createMultipartUpload: async (name: string) => {
      const upload = await bucket.createMultipartUpload(name);
      return {
        uploadPart: async () => {
          throw new Error('no room');
        },
        abort: () => upload.abort(),
      };
    },
  };
  await expect(run('2026-11-24T02:40:00Z', failing as never)).rejects.toThrow('no room');
  expect(await names()).toEqual(['daily/2026-11-23.ndjson.gz']);
  expect(await run('2026-11-24T03:40:00Z')).toMatchObject({ kept: 'daily/2026-11-24.ndjson.gz' });
});

it('keeps the newest fourteen, and what others have put there', async () => {
  await bucket.put('by-hand.ndjson.gz', 'x');
  await bucket.put('daily/0-read-me.txt', 'x');
  for (let day = 1; day <= 14; day++) {
    await bucket.put(`daily/2026-11-${String(day).padStart(2, '0')}.ndjson.gz`, 'x');
  }
  expect(await run('2026-11-25T09:40:00Z')).toMatchObject({ forgotten: 3 });
  expect(await names()).toEqual([
    'by-hand.ndjson.gz',
    'daily/0-read-me.txt',
    ...[...Array(11).keys()].map(
      (day) => `daily/2026-11-${String(day + 4).padStart(2, '0')}.ndjson.gz`,
    ),
    ...[23, 24, 25].map((day) => `daily/2026-11-${day}.ndjson.gz`),
  ]);
});

it('gives up none for one of a database that has lost its environments, and begins anew after an empty one', async () => {
  await query('alter table environments rename to kept_aside');
  const before = await names();
  try {
    await bucket.put('daily/2026-11-26.ndjson.gz', '');
    expect(await run('2026-11-26T02:40:00Z')).toMatchObject({
      kept: 'daily/2026-11-26.ndjson.gz',
      lost: ['environments'],
    });
    expect(await names()).toEqual([...before, 'daily/2026-11-26.ndjson.gz']);
    const { whole, lacking } = await readNewestBackups(bucket);
    const [last] = await listOf('daily/2026-11-25.ndjson.gz');
    expect([whole, lacking]).toEqual([
      last?.uploaded.getTime(),
      [{ name: 'daily/2026-11-26.ndjson.gz', lost: 'environments' }],
    ]);
  } finally {
    await query('alter table kept_aside rename to environments');
  }
  expect(await run('2026-11-27T02:40:00Z')).toMatchObject({ forgotten: 2 });
  const [whole] = await listOf('daily/2026-11-27.ndjson.gz');
  expect(await readNewestBackups(bucket)).toEqual({
    whole: whole?.uploaded.getTime(),
    lacking: [],
  });
});

/** What the watchman has to say of backups, in a minute in which it looks for them. */
async function look(now: Date, backups?: { readonly bucket: R2Bucket }) {
  const { problems, unseen } = await takeLook(
    {
      database,
      store: memorySnapshotStore(),
      now: () => now,
      watchman: {} as never,
      listBundled: () => [],
      explainWithheld: async () => undefined,
      backups,
    },
    { memory: nothingRemembered, open: {} },
  );
  const isOfBackups = (key: string) => key === 'backups';
  return {
    isSeen: !unseen.some(isOfBackups),
    problems: problems.filter(({ key }) => isOfBackups(key)),
  };
}

it('is missed by the watchman when the newest is older than two days, whatever else is put there', async () => {
  const kept = await bucket.head('daily/2026-11-27.ndjson.gz');
  const after = (days: number) => {
    const at = new Date((kept?.uploaded.getTime() ?? 0) + days * 86_400_000);
    at.setUTCMinutes(at.getUTCMinutes() - (at.getUTCMinutes() % 10) + 5);
    return at;
  };
  await bucket.put('daily/2026-11-28.ndjson.gz', '');
  expect(await look(after(1), { bucket })).toEqual({ isSeen: true, problems: [] });
  const { problems } = await look(after(2.1), { bucket });
  expect(problems).toMatchObject([
    {
      severity: 'warning',
      details: [`The newest was kept at ${kept?.uploaded.toISOString()}.`],
      whatToDo: expect.stringContaining('npx burgee backup'),
    },
  ]);
  const minuteLater = new Date(after(2.1).getTime() + 60_000);
  expect(await look(minuteLater, { bucket })).toEqual({ isSeen: false, problems: [] });
  const failing = { list: async () => Promise.reject(new Error('away')) } as never;
  expect(await look(after(2.1), { bucket: failing })).toEqual({ isSeen: false, problems: [] });
  expect(await look(after(2.1))).toEqual({ isSeen: true, problems: [] });
});

it('does nothing without a bucket, which is what wrangler.toml begins with', async () => {
  expect(parseEnv({ ...env, ENVIRONMENT: 'production' }).backups).toBeUndefined();
  expect(parseEnv({ ...env, ENVIRONMENT: 'production', BACKUPS: bucket }).backups).toBe(bucket);
  const now = () => new Date('2026-11-28T02:40:00Z');
  expect(await keepBackups({ database, now, backups: undefined } as never)).toEqual({});
});
