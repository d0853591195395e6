import type { PackedSnapshot } from '../snapshot/format.ts';
import type { Label } from '../snapshot/store.ts';

/** A row holds 2 MB at the most. */
const chunkBytes = 1_000_000;

/** The newest snapshot of one environment, in a hub's own storage. */
export interface KeptSnapshot {
  findLabel(): Label | undefined;
  find(): PackedSnapshot | undefined;
  replace(packed: PackedSnapshot): void;
}

/**
 * The text is kept in bytes, cut to chunks. A table is made with the first snapshot and not before: to
 * ask for an environment that there is not leaves no trace.
 */
export function keptSnapshot({ sql, transactionSync }: SqlAccess): KeptSnapshot {
  const hasTable = () =>
    [...sql.exec(`select 1 from sqlite_master where name = 'snapshot_label'`)].length > 0;

  const findLabel = (): Label | undefined => {
    if (!hasTable()) return undefined;
    const [row] = sql.exec<{ label: string }>('select label from snapshot_label');
    return row && JSON.parse(row.label);
  };

  return {
    findLabel,
    find() {
      const label = findLabel();
      if (!label) return undefined;
      const rows = sql.exec<{ bytes: ArrayBuffer }>(
        'select bytes from snapshot_chunks order by position',
      );
      return { text: join([...rows].map(({ bytes }) => bytes)), ...label };
    },
    replace({ text, ...label }) {
      transactionSync(() => {
        sql.exec('create table if not exists snapshot_label (label text not null)');
        sql.exec(
          'create table if not exists snapshot_chunks (position integer primary key, bytes blob not null)',
        );
        sql.exec('delete from snapshot_label');
        sql.exec('delete from snapshot_chunks');
        sql.exec('insert into snapshot_label values (?)', JSON.stringify(label));
        for (const [position, bytes] of cut(text).entries()) {
          sql.exec('insert into snapshot_chunks values (?, ?)', position, bytes);
        }
      });
    },
  };
}

/** As much of a Durable Object's storage as is needed. */
export interface SqlAccess {
  readonly sql: SqlStorage;
  readonly transactionSync: <T>(work: () => T) => T;
}

function cut(text: string): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  const chunks = Math.ceil(bytes.length / chunkBytes);
  return Array.from({ length: chunks }, (_, position) =>
    bytes.slice(position * chunkBytes, (position + 1) * chunkBytes),
  );
}

function join(chunks: readonly ArrayBuffer[]): string {
  const decoder = new TextDecoder();
  const parts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
  return parts.join('') + decoder.decode();
}
