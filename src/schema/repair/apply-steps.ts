import type { Refusal } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import type { Obstacle, Step } from '../plan/step.ts';
import { attemptStatement } from './attempt.ts';
import { countViolations } from './violations.ts';

/** A step that was run to its end, by the statement that was. */
export interface AppliedStep extends Pick<Step, 'objects' | 'statement'> {
  readonly milliseconds: number;
}

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
  for (const step of steps) {
    const started = performance.now();
    const { done, obstacle } = await applyStep(tx, step);
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

async function applyStep(tx: Queryable, step: Step): Promise<Outcome> {
  const refusal = await attemptStatement(tx, step.statement);
  if (refusal === undefined) return { done: step.statement };
  const obstacle = await toObstacle(tx, step, refusal);
  if (!step.lenientStatement || !isViolation(refusal)) return { obstacle };
  const refusedAgain = await attemptStatement(tx, step.lenientStatement);
  if (refusedAgain !== undefined) return { obstacle };
  const reason = `${obstacle.reason}; it holds for new rows`;
  return { done: step.lenientStatement, obstacle: { ...obstacle, reason } };
}

const isViolation = ({ code }: Refusal) => code.startsWith('23');

async function toObstacle(tx: Queryable, step: Step, refusal: Refusal): Promise<Obstacle> {
  const { objects, statement } = step;
  const detail = refusal.detail ? `: ${refusal.detail}` : '';
  const named = { objects, statement, reason: refusal.message + detail, sqlstate: refusal.code };
  const rows = isViolation(refusal) ? await countViolations(tx, objects[0]) : undefined;
  return rows === undefined ? named : { ...named, rows };
}
