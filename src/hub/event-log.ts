import { hubPolicy } from '../resource-policy.ts';
import type { SqlAccess } from './kept-snapshot.ts';
import type { VersionEvent } from './version-event.ts';

/** The last events of one environment. The version is what tells one from another. */
export interface EventLog {
  findNewest(): VersionEvent | undefined;
  /** Those after a version, as far back as the log goes; oldest first. */
  listAfter(version: number): VersionEvent[];
  /** False for an event that is no news: one that is there, or older than the newest. */
  append(event: VersionEvent): boolean;
}

type Row = { version: number; etag: string; last_modified: number };

/** As with `keptSnapshot`, the table is made with the first event. */
export function eventLog({ sql }: Pick<SqlAccess, 'sql'>): EventLog {
  const hasTable = () =>
    [...sql.exec(`select 1 from sqlite_master where name = 'events'`)].length > 0;

  const select = (rest: string, ...given: number[]): VersionEvent[] => {
    if (!hasTable()) return [];
    const rows = sql.exec<Row>(`select version, etag, last_modified from events ${rest}`, ...given);
    return [...rows].map(({ last_modified, ...event }) => ({
      ...event,
      lastModified: last_modified,
    }));
  };

  const findNewest = () => select('order by version desc limit 1')[0];

  return {
    findNewest,
    listAfter: (version) => select('where version > ? order by version', version),
    append({ version, etag, lastModified }) {
      const newest = findNewest();
      if (newest && version <= newest.version) return false;
      sql.exec(
        'create table if not exists events (version integer primary key, etag text not null, last_modified integer not null)',
      );
      sql.exec('insert into events values (?, ?, ?)', version, etag, lastModified);
      sql.exec(
        'delete from events where version not in (select version from events order by version desc limit ?)',
        hubPolicy.eventsKept,
      );
      return true;
    },
  };
}
