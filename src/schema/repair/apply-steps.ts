import { attemptStatement } from '../../db/attempt.ts';
import { isViolation, type Refusal } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import { nameOf } from '../catalog/catalog.ts';
import { quoteLiteral } from '../catalog/quote.ts';
import { revalidateStatement } from '../catalog/replacements.ts';
import type { Obstacle, Step } from '../plan/step.ts';
import { countViolations } from './violations.ts';

/** A step that was run to its end, by the statement that was. */
export interface AppliedStep extends Pick<Step, 'objects' | 'statement'> {
  readonly milliseconds: number;
}

/** Begins the name of a session that repairs; others see how far it is from what follows. */
export const progressPrefix = 'burgee repair: ';

export interface Applied {
  readonly steps: readonly AppliedStep[];
  readonly obstacles: readonly Obstacle[];
}

/** Told as each step ends. */
export type OnStep = (step: AppliedStep | Obstacle) => void;

/**
 * Runs the steps one after the other. One that Postgres refuses becomes an obstacle, as do those
 * that need what it would have brought; the others happen all the same.
 */
export async function applySteps(
  tx: Queryable,
  steps: readonly Step[],
  onStep: OnStep,
): Promise<Applied> {
  const applied: AppliedStep[] = [];
  const obstacles: Obstacle[] = [];
  for (const [index, step] of steps.entries()) {
    const started = performance.now();
    const progress = `${index + 1} of ${steps.length}: ${nameOf(step.objects[0])}`;
    const { done, obstacle } = await applyStep(tx, step, progress);
    if (done !== undefined) {
      const milliseconds = Math.round(performance.now() - started);
      applied.push({ objects: step.objects, statement: done, milliseconds });
      onStep(applied.at(-1) as AppliedStep);
    }
    if (obstacle !== undefined) {
      obstacles.push(obstacle);
      onStep(obstacle);
    }
  }
  return { steps: applied, obstacles };
}

interface Outcome {
  /** The statement that was run to its end. */
  readonly done?: string;
  readonly obstacle?: Obstacle;
}

async function applyStep(tx: Queryable, step: Step, progress: string): Promise<Outcome> {
  const session = quoteLiteral(progressPrefix + progress);
  const tell = `set local application_name = ${session}`;
  const refusal = await attemptStatement(tx, step.statement, tell);
  if (refusal === undefined) return { done: step.statement };
  const obstacle = await toObstacle(tx, step, refusal);
  if (!step.lenientStatement || !isViolation(refusal)) return { obstacle };
  const refusedAgain = await attemptStatement(tx, step.lenientStatement);
  if (refusedAgain !== undefined) return { obstacle };
  const reason = `${obstacle.reason}; it holds for new rows`;
  const statement = revalidateStatement(step.objects[0]);
  return { done: step.lenientStatement, obstacle: { ...obstacle, reason, statement } };
}

async function toObstacle(tx: Queryable, step: Step, refusal: Refusal): Promise<Obstacle> {
  const { objects, statement } = step;
  const { code: sqlstate, message, detail } = refusal;
  // Of rows that are in the way, the detail tells values; they are counted and named instead.
  const isTold = detail !== undefined && !isViolation(refusal);
  const reason = isTold ? `${message}: ${detail}` : message;
  const named = { objects, statement, reason, sqlstate };
  const rows = isViolation(refusal) ? await countViolations(tx, objects[0]) : undefined;
  return rows === undefined ? named : { ...named, rows };
}
