import canonicalize from 'canonicalize';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import type { Queryable } from '../../db/connect.ts';
import type { CatalogObject } from '../../schema/catalog/catalog.ts';
import { foreseeAligned } from '../../schema/repair/align-sequences.ts';
import type { Diagnosis } from '../../schema/repair/diagnose.ts';
import { foreseeRecords } from '../../schema/repair/foresee-records.ts';
import type { Loss } from '../survivors/loss.ts';
import { findPresentRows, identify } from '../survivors/present-rows.ts';
import { listRefilled } from '../survivors/refill-columns.ts';
import { foreseeSalvage } from '../survivors/salvage.ts';
import type { SalvageOutcome } from '../survivors/salvage-outcome.ts';
import { foreseeSeeds } from './foresee-seeds.ts';
import type { RepairRun } from './repair-run.ts';
import { toSalvage } from './repair-salvage.ts';
import { listLostColumns } from './seed-critical.ts';

/** All that a repair would do, besides the steps of its plan, as far as nothing refuses it. */
export interface Foresight {
  readonly recorded: readonly string[];
  readonly aligned: readonly string[];
  readonly seeded: readonly string[];
  readonly refilled: readonly string[];
  readonly salvaged: SalvageOutcome;
  /** Of the statements and of all that is foreseen: another plan has another hash. */
  readonly planHash: string;
}

/** Changes nothing. */
export async function foresee(
  tx: Queryable,
  run: RepairRun,
  diagnosis: Diagnosis,
): Promise<Foresight> {
  const { plan, actual } = diagnosis;
  const created = plan.steps.map(({ objects: [first] }): CatalogObject => first);
  const request = toSalvage(run, { actual, created });
  const present = await findPresentRows(tx);
  const { losses, outcome } = await foreseeSalvage(tx, request, present);
  const refilled = listRefilled(request, listLostColumns(created));
  const foreseen = {
    refilled,
    recorded: foreseeRecords(diagnosis),
    aligned: await foreseeAligned(tx, actual),
    seeded: outcome.isOpen ? [] : foreseeSeeds({ losses, published: run.published, present }),
  };
  const statements = [...plan.labels, ...plan.steps].map(({ statement }) => statement);
  const planHash = await hashOf({
    // What is committed before the rest does not change the plan.
    statements: [...run.committed.map(({ statement }) => statement), ...statements],
    ...foreseen,
    restored: losses.map(identifyRows),
    sources: refilled.length > 0 ? run.published.survivors.map(({ snapshot }) => snapshot) : [],
  });
  return { ...foreseen, salvaged: outcome, planHash };
}

const hashOf = (content: object): Promise<string> => sha256Hex(canonicalize(content) ?? '');

/** Which rows come back, and the snapshot that says what is in them. */
const identifyRows = ({ snapshot, flags, overrides, segments, keys, replanted }: Loss) => ({
  snapshot,
  flags: flags.map(({ flag }) => flag.key),
  overrides: overrides.map(({ flagKey, scope, subject }) => identify(flagKey, scope, subject)),
  segments: segments.map(({ key }) => key),
  keys: keys.map(({ id }) => id),
  replanted: [...replanted],
});
