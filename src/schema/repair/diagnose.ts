import type { Queryable } from '../../db/connect.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { compare } from '../drift/compare.ts';
import type { Difference } from '../drift/difference.ts';
import { examineRecords } from '../examine.ts';
import { expectedCatalog, schemas } from '../manifest.ts';
import type { MigrationRecord } from '../migrations/records.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/step.ts';
import { expectedHere } from '../shadow.ts';
import type { SchemaTruth } from '../truth.ts';
import { spareLargeTables } from './large-tables.ts';

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
  /** Where it is known already. */
  readonly expected?: Catalog | undefined;
}

/** Changes nothing that lasts. */
export async function diagnose(tx: Queryable, request: DiagnosisRequest): Promise<Diagnosis> {
  const actual = await readCatalog(tx, schemas);
  const expected = request.expected ?? (await expectedBeside(tx, actual));
  const examined = await examineRecords(tx, { actual, expected, now: request.now });
  const full = makePlan(examined.truth.differences, examined.actual);
  const plan = request.allowLargeTables ? full : await spareLargeTables(tx, full);
  return { expected, ...examined, plan };
}

/** Where all of it is there in the words of the manifest, those are the server's: nobody has to ask. */
async function expectedBeside(tx: Queryable, actual: Catalog): Promise<Catalog> {
  const isThere = ({ kind }: Difference) => kind !== 'missing' && kind !== 'changed';
  const isWordForWord = compare(expectedCatalog, actual).every(isThere);
  return isWordForWord ? expectedCatalog : expectedHere(tx);
}
