import { catalogOf } from '../../schema/catalog/catalog.ts';
import { readCatalog } from '../../schema/catalog/read-catalog.ts';
import { compare } from '../../schema/drift/compare.ts';
import { manifest, schemas } from '../../schema/manifest.ts';
import { makePlan } from '../../schema/plan/make-plan.ts';
import { applySteps } from '../../schema/repair/apply-steps.ts';
import { openRepair } from './open-repair.ts';
import type { RepairRun } from './repair-run.ts';

type LabelRun = Pick<RepairRun, 'committed' | 'expected'>;

const noLabels: LabelRun = { committed: [] };

/**
 * Commits the labels that enums lack before a repair, since Postgres lets nobody use a label in the
 * transaction that adds it. Whatever would keep the repair from starting keeps labels from being added,
 * too. Asks first without a transaction, as there is hardly ever one to add.
 */
export async function addMissingLabels(run: RepairRun): Promise<LabelRun> {
  const { current, transaction } = run.ctx.database;
  const actual = await readCatalog(current, schemas, ['enum']);
  if (makePlan(compare(expectedEnums, actual), actual).labels.length === 0) return noLabels;
  return transaction(async (tx) => {
    const opened = await openRepair(tx, run);
    if ('earlier' in opened) return noLabels;
    const { plan, expected } = opened.diagnosis;
    const { steps } = await applySteps(tx, plan.labels, run.onStep);
    return { committed: steps, expected };
  });
}

const expectedEnums = catalogOf(manifest.objects.filter(({ type }) => type === 'enum'));
