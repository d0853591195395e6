import {
  environmentDocument,
  type ImportOptions,
  type ImportResource,
  importOptions,
} from '../../contract/environments/environment-document.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertPlanned, hashPlan } from '../plan.ts';
import { rehearse } from '../rehearse.ts';
import { assertImportable } from './assert-importable.ts';
import { auditImport } from './audit-import.ts';
import { beginningOf } from './beginning-of.ts';
import { listEnvironmentKeys } from './list-environment-keys.ts';
import { describeImport, type ImportPlan, planImport } from './plan-import.ts';
import { readDocument } from './read-document.ts';
import { writeImport } from './write-import.ts';

interface Input {
  readonly environment: string;
  readonly options: ImportOptions;
  /** As `exportEnvironment` gives it, perhaps of another environment or installation. */
  readonly document: unknown;
}

/**
 * Makes an environment what a document says, in one transaction. Definitions and segments are shared,
 * so the document changes them for every environment. Nothing is deleted but overrides: flags and
 * segments that it does not name stay.
 */
export async function importEnvironment({ ctx, input }: VerbCall<Input>): Promise<ImportResource> {
  authorise(ctx, 'editor');
  const { mode, dry_run: dryRun, plan_hash: planHash } = parseInput(importOptions, input.options);
  const wanted = parseInput(environmentDocument, input.document);
  const run = dryRun ? rehearse : mutate;
  const { environment } = input;
  return run(ctx, async (unit) => {
    const { tx } = unit;
    const environmentKeys = await listEnvironmentKeys(tx);
    await lockFlags(tx);
    const present = await readDocument(tx, environment);
    const plan = planImport({ present, wanted, mode, beginning: beginningOf });
    assertImportable(plan, wanted);
    const changed = describeImport(plan);
    const hash = await hashPlan(environment, changed);
    if (!dryRun) assertPlanned(hash, planHash);
    const affected = isShared(plan) ? environmentKeys : [environment];
    if (changed.length > 0) {
      await keepServable(tx, affected, () =>
        writeImport(tx, { environment, environmentKeys, plan }),
      );
      auditImport(unit, { environment, mode, plan, hash });
      unit.touch(...affected);
    }
    return { environment, mode, dry_run: dryRun, plan_hash: hash, changed };
  });
}

/** Whatever changes a flag, its states or its overrides waits for them. */
const lockFlags = (tx: Queryable) =>
  tx.select({ key: featureFlags.key }).from(featureFlags).orderBy(featureFlags.key).for('update');

/** Whether the plan changes what all environments share. */
const isShared = ({ flags, segments }: ImportPlan): boolean =>
  segments.length > 0 || flags.some(({ definition }) => definition.length > 0);
