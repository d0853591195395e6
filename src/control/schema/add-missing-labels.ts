import { sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { readCatalog } from '../../schema/catalog/read-catalog.ts';
import { compare } from '../../schema/drift/compare.ts';
import { takeSchemaLock } from '../../schema/lock.ts';
import { expectedCatalog, schemas } from '../../schema/manifest.ts';
import { makePlan } from '../../schema/plan/make-plan.ts';

/**
 * Commits the labels that enums lack before a repair, since Postgres lets nobody use a label in the
 * transaction that adds it. It asks first, without a transaction: hardly ever is there one to add.
 */
export async function addMissingLabels({ current, transaction }: Database): Promise<void> {
  const actual = await readCatalog(current, schemas);
  const { labels } = makePlan(compare(expectedCatalog, actual), actual);
  if (labels.length === 0) return;
  await transaction(async (tx) => {
    if (!(await takeSchemaLock(tx))) return;
    for (const { statement } of labels) await tx.execute(sql.raw(statement));
  });
}
