import { eq } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { notFound } from '../errors.ts';

/** Throws `not_found`. */
export async function getEnvironmentRow(db: Queryable, key: string) {
  const [row] = await db.select().from(environments).where(eq(environments.key, key));
  if (!row) throw notFound(`environment "${key}"`);
  return row;
}

/** The same, held to the end of the transaction. */
export async function getEnvironmentForUpdate(tx: Queryable, key: string) {
  const [row] = await tx
    .select()
    .from(environments)
    .where(eq(environments.key, key))
    .for('no key update');
  if (!row) throw notFound(`environment "${key}"`);
  return row;
}
