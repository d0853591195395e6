import type { Queryable } from '../../db/connect.ts';
import type { Obstacle } from '../plan/step.ts';
import { alignSequences } from './align-sequences.ts';
import { type AppliedStep, applySteps, type OnStep } from './apply-steps.ts';
import type { Diagnosis } from './diagnose.ts';

/** A plan carried out, before anybody has looked at what came of it. */
export interface Built {
  readonly steps: readonly AppliedStep[];
  readonly obstacles: readonly Obstacle[];
  /** Names of the sequences that were moved on. */
  readonly aligned: readonly string[];
}

export interface Building {
  /** Run and committed already, as labels have to be. */
  readonly committed: readonly AppliedStep[];
  readonly onStep: OnStep;
}

/** Carries out a plan within the caller's transaction. What Postgres refuses becomes an obstacle. */
export async function build(
  tx: Queryable,
  { plan }: Diagnosis,
  { committed, onStep }: Building,
): Promise<Built> {
  // Labels that are left are those that could not be added before: Postgres says why.
  const { steps, obstacles } = await applySteps(tx, [...plan.labels, ...plan.steps], onStep);
  const aligned = await alignSequences(tx);
  return {
    steps: [...committed, ...steps],
    obstacles: [...plan.obstacles, ...obstacles],
    aligned,
  };
}
