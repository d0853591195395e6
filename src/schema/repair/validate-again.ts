import { attemptStatement } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import type { ObjectType } from '../catalog/catalog.ts';
import type { Obstacle } from '../plan/step.ts';
import type { AppliedStep } from './apply-steps.ts';
import type { Built } from './build.ts';
import { countViolations } from './violations.ts';

type Validated = Pick<Built, 'steps' | 'obstacles'>;

/**
 * Rows that were seeded or filled meanwhile may be what was wanting, so that a rule which only held
 * for new rows, or not at all, can hold for all.
 */
export async function validateAgain(
  tx: Queryable,
  { steps, obstacles }: Validated,
): Promise<Validated> {
  const validated: AppliedStep[] = [];
  const left: Obstacle[] = [];
  for (const obstacle of obstacles) {
    const step = isViolated(obstacle) ? await validate(tx, obstacle) : undefined;
    if (step === undefined) left.push(await recount(tx, obstacle));
    else validated.push(step);
  }
  return { steps: [...steps, ...validated], obstacles: left };
}

/** Some of its rows may have come right. */
async function recount(tx: Queryable, obstacle: Obstacle): Promise<Obstacle> {
  if (!isViolated(obstacle)) return obstacle;
  const rows = await countViolations(tx, obstacle.objects[0]);
  return rows === undefined ? obstacle : { ...obstacle, rows };
}

const again: ReadonlySet<ObjectType> = new Set([
  'not_null',
  'primary_key',
  'unique',
  'foreign_key',
  'check',
]);

function isViolated({ objects: [{ type }], sqlstate }: Obstacle): boolean {
  return again.has(type) && sqlstate?.startsWith('23') === true;
}

async function validate(
  tx: Queryable,
  { objects, statement }: Obstacle,
): Promise<AppliedStep | undefined> {
  const started = performance.now();
  if ((await attemptStatement(tx, statement)) !== undefined) return undefined;
  const milliseconds = Math.round(performance.now() - started);
  return { objects, statement, milliseconds };
}
