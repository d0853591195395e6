import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { constraintTypes, nameOf, type ObjectType } from '../catalog/catalog.ts';
import { schemas } from '../manifest.ts';
import type { Obstacle, Plan, Step } from '../plan/step.ts';

const mostRows = 1_000_000;

/** They read every row, while nobody else may write. */
const readsAllRows: ReadonlySet<ObjectType> = new Set(['not_null', 'index', ...constraintTypes]);

/** Leaves out what would hold up a large table for long; a person has to ask for that. */
export async function spareLargeTables(tx: Queryable, plan: Plan): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const large = await rowsOf<{ name: string; rows: number }>(
    tx,
    sql`select relname as name, reltuples::float8 as rows from pg_class
      where relkind in ('r', 'p') and reltuples > ${mostRows}
        and relnamespace in (${sql.join(
          schemas.map((name) => sql`to_regnamespace(${name})::oid`),
          sql`, `,
        )})`,
  );
  const rowsIn = ({ objects: [{ type, table }] }: Step) =>
    readsAllRows.has(type) ? large.find(({ name }) => name === table)?.rows : undefined;
  return {
    ...plan,
    steps: plan.steps.filter((step) => rowsIn(step) === undefined),
    obstacles: [
      ...plan.obstacles,
      ...plan.steps.flatMap((step) => {
        const rows = rowsIn(step);
        return rows === undefined ? [] : [obstacle(step, rows)];
      }),
    ],
  };
}

function obstacle({ objects, statement }: Step, rows: number): Obstacle {
  const reason = `${nameOf(objects[0])} would lock about ${Math.round(rows).toLocaleString('en')} rows against writes: run the statement at a quiet hour, or repair with allow_large_tables`;
  return { objects, reason, statement };
}
