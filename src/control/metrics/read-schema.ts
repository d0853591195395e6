import { migrationStates, verdicts, weights } from '../../contract/health/schema-report.ts';
import type { Queryable } from '../../db/connect.ts';
import { readTruth } from '../../schema/truth.ts';
import type { Readings } from './metrics.ts';

/** The truth about the database, counted. */
export async function readSchema(db: Queryable, now: number): Promise<Readings> {
  const { verdict, migrations, differences } = await readTruth(db, now);
  return {
    burgee_migrations: migrationStates.map((state) => ({
      labels: { state },
      value: migrations.filter((each) => each.state === state).length,
    })),
    burgee_schema_state: verdicts.map((state) => ({
      labels: { state },
      value: state === verdict ? 1 : 0,
    })),
    burgee_schema_differences: weights.map((weight) => ({
      labels: { weight },
      value: differences.filter((each) => each.weight === weight).length,
    })),
  };
}
