import pg from 'pg';
import { demoFlags } from './demo-flag.ts';
import { type DemoUsageRow, demoUsage } from './demo-usage.ts';

const rowsAtOnce = 20_000;

/** Writes what no verb can: what was evaluated before, and how old flags are. All of it or nothing. */
export async function storeDemoUsage(connectionString: string, now: Date) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('begin');
    await ageFlags(client, now);
    for (const environment of ['production', 'staging', 'development'] as const) {
      await insertUsage(client, demoUsage(environment, now));
    }
    await client.query(`
      insert into usage_organisations (environment_key, organisation_id, last_seen_at)
      select environment_key, organisation_id, max(hour) from feature_flag_usage
      where organisation_id <> '' group by 1, 2 on conflict do nothing`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function ageFlags(client: pg.Client, now: Date) {
  const keys = demoFlags.map(({ key }) => key);
  const days = demoFlags.map(({ ageDays }) => ageDays);
  const ages = `unnest($1::text[], $2::int[]) as age(key, days)`;
  await client.query(
    `update feature_flags set created_at = $3::timestamptz - days * interval '1 day'
     from ${ages} where feature_flags.key = age.key`,
    [keys, days, now],
  );
  await client.query(
    `update feature_flag_environments
     set created_at = $3::timestamptz - days * interval '1 day',
       updated_at = $3::timestamptz - days * interval '1 day' * 0.7
     from ${ages} where flag_key = age.key and revision = 1`,
    [keys, days, now],
  );
}

async function insertUsage(client: pg.Client, usage: Iterable<DemoUsageRow>) {
  const rows = [...usage];
  for (let begin = 0; begin < rows.length; begin += rowsAtOnce) {
    await insertBatch(client, rows.slice(begin, begin + rowsAtOnce));
  }
}

const insertBatch = (client: pg.Client, rows: readonly DemoUsageRow[]) =>
  client.query(
    `insert into feature_flag_usage
       (hour, environment_key, flag_key, variant, reason, organisation_id, evaluations)
     select hour, environment, flag, variant, reason, organisation, sum(evaluations)
     from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
       as row(hour, environment, flag, variant, reason, organisation, evaluations)
     group by 1, 2, 3, 4, 5, 6
     on conflict do nothing`,
    [
      rows.map(({ hour }) => hour.toISOString()),
      rows.map(({ environment }) => environment),
      rows.map(({ flag }) => flag),
      rows.map(({ variant }) => variant),
      rows.map(({ reason }) => reason),
      rows.map(({ organisation }) => organisation),
      rows.map(({ evaluations }) => evaluations),
    ],
  );
