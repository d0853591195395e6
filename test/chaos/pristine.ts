import type pg from 'pg';
import { identify, type Row, type State } from './state.ts';

/** Parents first. */
const tables = [
  'environments',
  'feature_flags',
  'feature_flag_environments',
  'feature_flag_overrides',
  'segments',
  'feature_flag_usage',
  'feature_flag_usage_daily',
  'edge_reports',
  'edge_totals',
  'usage_organisations',
  'published_versions',
  'propagation_receipts',
  'edge_locations',
  'audit_logs',
  'api_keys',
  'repair_runs',
  'snapshot_history',
  'members',
  'accounts',
  'sessions',
  'passkeys',
  'verifications',
  'invitations',
  'scheduled_changes',
  'webhooks',
  'webhook_deliveries',
  'context_keys',
  'project_settings',
]
  .map((name) => ({ schema: 'public', name, label: `table ${name}` }))
  .concat({
    schema: 'drizzle',
    name: '__drizzle_migrations',
    label: 'table drizzle.__drizzle_migrations',
  });

const seeded = new Set([
  'table environments',
  'table feature_flags',
  'table feature_flag_environments',
]);

/**
 * Whether an undamaged database takes every row that is left, together with what a repair seeds:
 * then nothing is lost that only data could bring back. Asked within a transaction that is rolled
 * back, of a database that has the schema and nothing else.
 */
export async function takesAllRows(
  pristine: pg.Client,
  { left, seeds }: { readonly left: State; readonly seeds: State },
): Promise<boolean> {
  await pristine.query('begin');
  try {
    await pristine.query('delete from drizzle.__drizzle_migrations');
    for (const table of tables) {
      await insert(pristine, table, { rows: left.rows.get(table.label) ?? [], clause: '' });
      if (!seeded.has(table.label)) continue;
      const rows = (seeds.rows.get(table.label) ?? []).filter(isSeed);
      await insert(pristine, table, { rows, clause: 'on conflict do nothing' });
    }
    return true;
  } catch {
    return false;
  } finally {
    await pristine.query('rollback');
  }
}

/** Environments are all seeded, flags where they are critical. */
const isSeed = ({ flag_key, key }: Row) =>
  !/^(checkout|search|billing)\./.test(`${flag_key ?? key}`);

/** By the columns that are left: the others get what the schema gives them. */
async function insert(
  pristine: pg.Client,
  table: (typeof tables)[number],
  { rows, clause }: { readonly rows: readonly Row[]; readonly clause: string },
): Promise<void> {
  if (rows.length === 0) return;
  const columns = await columnsOf(pristine, table);
  const left = columns.filter((column) => column in (rows[0] ?? {})).join(', ');
  const name = identify(table);
  await pristine.query(
    left === ''
      ? `insert into ${name} default values ${clause}`
      : `insert into ${name} (${left}) select ${left} from jsonb_populate_recordset(null::${name}, $1) ${clause}`,
    left === '' ? [] : [JSON.stringify(rows)],
  );
}

async function columnsOf(client: pg.Client, { schema, name }: { schema: string; name: string }) {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [`${schema}.${name}`],
  );
  return rows.map((row) => row.name);
}
