import { hubPolicy } from '../resource-policy.ts';
import type { SqlAccess } from './kept-snapshot.ts';

export interface KeyUse {
  readonly keyId: string;
  /** The hour, in milliseconds since the epoch. */
  readonly usedAt: number;
}

/** When the keys of one environment were last used, to the hour. */
export interface KeyUses {
  /** What is known that is newer stays. */
  note(keyId: string, usedAt: number): void;
  list(): KeyUse[];
}

type Row = { key_id: string; used_at: number };

/** As with `keptSnapshot`, the table is made with the first use. Only keys that are good are ever noted. */
export function keyUses({ sql }: Pick<SqlAccess, 'sql'>): KeyUses {
  const hasTable = () =>
    [...sql.exec(`select 1 from sqlite_master where name = 'key_uses'`)].length > 0;

  return {
    note(keyId, usedAt) {
      sql.exec(
        'create table if not exists key_uses (key_id text primary key, used_at integer not null)',
      );
      sql.exec(
        'insert into key_uses values (?, ?) on conflict do update set used_at = max(used_at, excluded.used_at)',
        keyId,
        usedAt - (usedAt % hubPolicy.keyUseMilliseconds),
      );
    },
    list() {
      if (!hasTable()) return [];
      const rows = sql.exec<Row>('select key_id, used_at from key_uses order by key_id');
      return [...rows].map(({ key_id, used_at }) => ({ keyId: key_id, usedAt: used_at }));
    },
  };
}
