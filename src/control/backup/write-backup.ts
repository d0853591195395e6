import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { fingerprintOf } from '../../schema/catalog/fingerprint.ts';
import { isReadable } from '../../schema/catalog/is-readable.ts';
import { readCatalog } from '../../schema/catalog/read-catalog.ts';
import { manifest, schemas } from '../../schema/manifest.ts';
import { listRecords, recordsTable } from '../../schema/migrations/records.ts';
import { findLastEntry } from '../audit.ts';
import {
  type BackupEnd,
  type BackupHead,
  type BackupSummary,
  backupFormat,
} from './backup-format.ts';
import { expectedTables, leftOut, listTables, type Table } from './list-tables.ts';
import { plainValues, readRows } from './read-rows.ts';
import { streamOf } from './stream-of.ts';

export interface BackupRequest {
  /** Of the code. */
  readonly codeVersion: string;
  /** Rows of a table so far. */
  readonly onRows?: (table: string, rows: number) => void;
  /** The last thing, when all of it was taken. */
  readonly onEnd: (summary: BackupSummary) => void;
}

/**
 * All rows of all tables that are ours, as compressed bytes. The caller's transaction makes it one state:
 * repeatable read, or one that nobody else can write beside. Nothing is read faster than it is taken.
 */
export function writeBackup(tx: Queryable, request: BackupRequest): ReadableStream<Uint8Array> {
  const lines = streamOf(writeLines(tx, request));
  return lines.pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array>);
}

async function* writeLines(
  tx: Queryable,
  { codeVersion, onRows, onEnd }: BackupRequest,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const chunkOf = (lines: readonly string[]): Uint8Array => {
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    hash.update(bytes);
    return bytes;
  };
  await tx.execute(plainValues);
  const tables = await listTables(tx);
  const head = await describe(tx, { tables, codeVersion });
  yield chunkOf([JSON.stringify(head)]);
  const rows: Record<string, number> = {};
  for (const table of tables.filter(({ name }) => !leftOut.includes(name))) {
    const { name, columns } = table;
    rows[name] = 0;
    yield chunkOf([JSON.stringify({ table: name, columns: columns.map((each) => each.name) })]);
    for await (const page of readRows(tx, table)) {
      rows[name] += page.length;
      onRows?.(name, rows[name]);
      yield chunkOf(page);
    }
  }
  const end: BackupEnd = { rows, sha256: hash.digest('hex') };
  yield new TextEncoder().encode(`${JSON.stringify({ end })}\n`);
  onEnd({ head, ...end });
}

interface Subject {
  readonly tables: readonly Table[];
  readonly codeVersion: string;
}

async function describe(tx: Queryable, { tables, codeVersion }: Subject): Promise<BackupHead> {
  const [point] = await rowsOf<Pick<BackupHead, 'database' | 'server' | 'lsn' | 'taken_at'>>(
    tx,
    sql`select current_database()::text as database,
      split_part(current_setting('server_version'), ' ', 1) as server,
      (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)::text as lsn,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as taken_at`,
  );
  if (point === undefined) throw new Error('Postgres did not say what it is');
  const catalog = await readCatalog(tx, schemas);
  const records = isReadable(recordsTable, catalog) ? await listRecords(tx) : [];
  const names = new Set(tables.map(({ name }) => name));
  const last = names.has('audit_logs') ? await findLastEntry(tx) : undefined;
  return {
    burgee_backup: backupFormat,
    code: codeVersion,
    ...point,
    schema: await fingerprintOf(catalog),
    migrations: records.flatMap(({ hash }) => (hash === null ? [] : [{ tag: tagOf(hash), hash }])),
    audit: last && last.seq > 0 ? { seq: last.seq, hash: last.hash } : null,
    left_out: [...leftOut],
    missing: expectedTables.filter((name) => !names.has(name)),
  };
}

const tagOf = (hash: string): string | null =>
  manifest.migrations.find((migration) => migration.hash === hash)?.tag ?? null;
