import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { getPlatformProxy } from 'wrangler';
import { keepBackups } from '../../src/control/scheduled/keep-backups.ts';
import { connectDirectly } from '../../src/db/connect-directly.ts';
import { fillRows } from '../chaos/fill-rows.ts';
import { openDatabase } from '../support/burgee-command.ts';

/** Migrating from nothing takes long on a busy machine. */
vi.setConfig({ testTimeout: 180_000 });

it('restores by the command what the scheduled job has put into R2', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-bucket-'));
  const configPath = join(folder, 'wrangler.toml');
  writeFileSync(
    configPath,
    'name = "b"\ncompatibility_date = "2026-01-01"\n[[r2_buckets]]\nbinding = "BACKUPS"\nbucket_name = "burgee-backups"\n',
  );
  const [source, target, local] = await Promise.all([
    openDatabase('migrated'),
    openDatabase('empty'),
    getPlatformProxy<{ BACKUPS: R2Bucket }>({ configPath, persist: false }),
  ]);
  const database = connectDirectly(source.databaseUrl);
  const bucket = local.env.BACKUPS;
  try {
    await fillRows(source.databaseUrl);
    const now = () => new Date('2026-11-23T02:40:00Z');
    const kept = await keepBackups({
      database,
      now,
      backups: { bucket, codeVersion: 'x' },
    } as never);
    expect(kept).toMatchObject({ kept: 'daily/2026-11-23.ndjson.gz' });
    const object = await bucket.get('daily/2026-11-23.ndjson.gz');
    const file = join(folder, 'fetched.gz');
    writeFileSync(file, new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer()));
    expect(await target.ask('restore', file)).toMatchObject({ exitCode: 0, status: 'restored' });
    const flags = 'select * from feature_flags order by key';
    expect(await target.query(flags)).toEqual(await source.query(flags));
    expect(await target.ask('audit', 'verify')).toMatchObject({ status: 'intact' });
  } finally {
    await Promise.all([database.end(), local.dispose(), source.close(), target.close()]);
    rmSync(folder, { recursive: true });
  }
});
