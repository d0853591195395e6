import { asc } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { holdEnvironments } from './hold-environments.ts';

/** Every environment's key, in order. None comes or goes until the transaction ends. */
export async function listEnvironmentKeys(tx: Queryable): Promise<string[]> {
  await holdEnvironments(tx);
  const rows = await tx
    .select({ key: environments.key })
    .from(environments)
    .orderBy(asc(environments.key))
    .for('key share');
  return rows.map(({ key }) => key);
}
