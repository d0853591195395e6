import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { preflight } from '../../schema/preflight.ts';
import { readTruth, type SchemaTruth } from '../../schema/truth.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { type Ground, present, type Step } from './step.ts';

/** It is made by whoever runs it; here it is only judged. */
export const databaseStep: Step = {
  id: 'database',
  title: 'Postgres',
  does: 'looks whether the database answers, may be written to, and is empty or ours',
  needs: [],
  look: async ({ call }) => present(`${await judge(call)} at ${call.address}`),
  carryOut: async () => '',
};

async function judge({ database, now, progress }: Ground['call']): Promise<string> {
  const { refusal, warnings } = await preflight(database.reads, database.host);
  if (refusal !== undefined) throw refused('database_refuses', refusal, 'Then try again.');
  for (const warning of warnings) progress(warning);
  const truth = await readTruth(database.reads, now().getTime());
  if (isOurs(truth)) return 'Burgee’s database';
  const others = await listTables(database.reads);
  if (others.length > 0) throw ofOthers(others);
  return 'an empty database';
}

/** Throws where it is, and something is wrong with it. */
function isOurs({ verdict, migrations }: SchemaTruth): boolean {
  if (verdict === 'sound') return true;
  if (verdict === 'behind') return migrations.some(({ state }) => state === 'applied');
  throw refused(
    'schema_damaged',
    'The database is not as this version needs it.',
    'See what is wrong: npx burgee status',
  );
}

async function listTables(db: Queryable): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`select relname::text as name from pg_class
      where relnamespace = to_regnamespace('public')::oid and relkind in ('r', 'p', 'v', 'm', 'f')
        and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
      order by 1`,
  );
  return rows.map(({ name }) => name);
}

function ofOthers(tables: readonly string[]): FailureError {
  const some = tables.slice(0, 3).join(', ') + (tables.length > 3 ? ', …' : '');
  return refused(
    'database_of_others',
    `The database holds tables that are not Burgee's: ${some}.`,
    'Make a database for Burgee alone. If it is meant, run npx burgee migrate first, which leaves them alone.',
  );
}

const refused = (code: string, message: string, wayOut: string) =>
  new FailureError({ code, exitCode: exitCodes.unsound, message, wayOut });
