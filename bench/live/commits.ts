import pg from 'pg';

/** When Postgres committed which version of an environment, as its own notification says. */
export interface Commits {
  readonly at: ReadonlyMap<number, number>;
  readonly close: () => Promise<void>;
}

const setUp = `
  create or replace function bench_notify() returns trigger language plpgsql as $$
  begin
    perform pg_notify('bench_committed', new.key || '@' || new.version);
    return null;
  end $$;
  create or replace trigger bench_notify after update on environments
    for each row execute function bench_notify();
  listen bench_committed`;

/** Postgres delivers a notification when its transaction has been committed, and not before. */
export async function watchCommits(databaseUrl: string, environment: string): Promise<Commits> {
  const client = new pg.Client({ connectionString: databaseUrl });
  const at = new Map<number, number>();
  client.on('notification', ({ payload = '' }) => {
    const [key, version] = payload.split('@');
    if (key === environment) at.set(Number(version), performance.now());
  });
  await client.connect();
  await client.query(setUp);
  return { at, close: () => client.end() };
}
