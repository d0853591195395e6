import { type AttemptRow, type AttemptRows, forgottenAt } from './judge-attempt.ts';

/** Rows in an object's own storage. */
export interface StoredAttempts extends AttemptRows {
  /** Deletes what no longer counts; resolves with whether anything is left. */
  forget(now: number): boolean;
}

type Stored = { subject: string; row: string };

/** The table is made with the first failure: who never fails leaves no trace. */
export function storedAttempts(sql: SqlStorage): StoredAttempts {
  const hasTable = () =>
    [...sql.exec(`select 1 from sqlite_master where name = 'attempts'`)].length > 0;
  const remove = (subject: string) => sql.exec('delete from attempts where subject = ?', subject);

  return {
    find(subject) {
      if (!hasTable()) return undefined;
      const [found] = sql.exec<Stored>('select row from attempts where subject = ?', subject);
      return found && JSON.parse(found.row);
    },
    put(subject, row) {
      sql.exec('create table if not exists attempts (subject text primary key, row text not null)');
      sql.exec('insert or replace into attempts values (?, ?)', subject, JSON.stringify(row));
    },
    delete(subject) {
      if (hasTable()) remove(subject);
    },
    forget(now) {
      const all = hasTable() ? [...sql.exec<Stored>('select subject, row from attempts')] : [];
      const over = all.filter(({ row }) => forgottenAt(JSON.parse(row) as AttemptRow) <= now);
      for (const { subject } of over) remove(subject);
      return over.length < all.length;
    },
  };
}
