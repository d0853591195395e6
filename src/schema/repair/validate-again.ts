import type { Queryable } from '../../db/connect.ts';
import { revalidateStatement } from '../catalog/replacements.ts';
import type { Obstacle } from '../plan/step.ts';
import type { AppliedStep } from './apply-steps.ts';
import { attemptStatement } from './attempt.ts';
import type { Built } from './build.ts';

type Validated = Pick<Built, 'steps' | 'obstacles'>;

/**
 * Rows that were seeded meanwhile may be what others refer to, so that a constraint which only held
 * for new rows can hold for all.
 */
export async function validateAgain(
  tx: Queryable,
  { steps, obstacles }: Validated,
): Promise<Validated> {
  const validated: AppliedStep[] = [];
  const left: Obstacle[] = [];
  for (const obstacle of obstacles) {
    const step = isViolated(obstacle) ? await validate(tx, obstacle) : undefined;
    if (step === undefined) left.push(obstacle);
    else validated.push(step);
  }
  return { steps: [...steps, ...validated], obstacles: left };
}

function isViolated({ objects: [{ type }], sqlstate }: Obstacle): boolean {
  return (type === 'foreign_key' || type === 'check') && sqlstate?.startsWith('23') === true;
}

async function validate(tx: Queryable, { objects }: Obstacle): Promise<AppliedStep | undefined> {
  const started = performance.now();
  const statement = revalidateStatement(objects[0]);
  if ((await attemptStatement(tx, statement)) !== undefined) return undefined;
  const milliseconds = Math.round(performance.now() - started);
  return { objects, statement, milliseconds };
}
