import type { Queryable } from '../../db/connect.ts';
import { compile } from '../../snapshot/compile/compile.ts';
import { findEnvironmentRows } from '../../snapshot/compile/environment-rows.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';

/** By environment, what the database would serve now; one that is not there is left out. */
export type Served = ReadonlyMap<string, PublishedSnapshot>;

/** Asks the very queries that a snapshot is made with. */
export async function readServed(tx: Queryable, keys: readonly string[]): Promise<Served> {
  const served = new Map<string, PublishedSnapshot>();
  for (const key of keys) {
    const rows = await findEnvironmentRows(tx, key);
    if (rows) served.set(key, compile(rows).snapshot);
  }
  return served;
}
