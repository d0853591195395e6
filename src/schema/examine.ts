import type { Queryable } from '../db/connect.ts';
import type { Catalog } from './catalog/catalog.ts';
import { isReadable } from './catalog/is-readable.ts';
import { readCatalog } from './catalog/read-catalog.ts';
import { schemas } from './manifest.ts';
import { listRecords, recordsTable } from './migrations/records.ts';
import { judgeSchema } from './truth.ts';

/** What is there now, judged. */
export async function examine(tx: Queryable, expected: Catalog, now: number) {
  const actual = await readCatalog(tx, schemas);
  return examineRecords(tx, { actual, expected, now });
}

interface Examination {
  readonly actual: Catalog;
  readonly expected: Catalog;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The same where it is known what is there. Records that the role may not read are as good as none. */
export async function examineRecords(tx: Queryable, { actual, expected, now }: Examination) {
  const records = isReadable(recordsTable, actual) ? await listRecords(tx) : [];
  return { actual, records, truth: judgeSchema({ catalog: actual, records, now, expected }) };
}
