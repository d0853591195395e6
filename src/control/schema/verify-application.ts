import type { Queryable } from '../../db/connect.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import { compile } from '../../snapshot/compile.ts';
import { findEnvironmentRows } from '../../snapshot/environment-rows.ts';

/**
 * Reads every seeded environment by the very queries that a snapshot is made with, and says what
 * does not come out of them.
 */
export async function findUnreadable(tx: Queryable): Promise<string | undefined> {
  for (const { key } of seedEnvironments) {
    const rows = await findEnvironmentRows(tx, key);
    if (rows === undefined) return `there is no environment ${key}`;
    const served = compile(rows).snapshot.flags;
    if (served.length === 0) return `no flag of ${key} comes out of the database`;
  }
  return undefined;
}
