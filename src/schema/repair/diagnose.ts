import type { Queryable } from '../../db/connect.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isReadable } from '../catalog/is-readable.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { schemas } from '../manifest.ts';
import { listRecords, type MigrationRecord, recordsTable } from '../migrations/records.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/step.ts';
import { judgeSchema, type SchemaTruth } from '../truth.ts';
import { spareLargeTables } from './large-tables.ts';
import { expectedHere } from './shadow.ts';

/** What is wrong, and what would be done about it. */
export interface Diagnosis {
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly records: readonly MigrationRecord[];
  readonly truth: SchemaTruth;
  readonly plan: Plan;
}

export interface DiagnosisRequest {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly allowLargeTables: boolean;
}

/** Changes nothing that lasts. */
export async function diagnose(tx: Queryable, request: DiagnosisRequest): Promise<Diagnosis> {
  const expected = await expectedHere(tx);
  const examined = await examine(tx, expected, request.now);
  const full = makePlan(examined.truth.differences, examined.actual);
  const plan = request.allowLargeTables ? full : await spareLargeTables(tx, full);
  return { expected, ...examined, plan };
}

/** What is there now, judged. Records that the role may not read are as good as none. */
export async function examine(tx: Queryable, expected: Catalog, now: number) {
  const actual = await readCatalog(tx, schemas);
  const records = isReadable(recordsTable, actual) ? await listRecords(tx) : [];
  return { actual, records, truth: judgeSchema({ catalog: actual, records, now, expected }) };
}
