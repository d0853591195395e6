import { explainFailure } from '../explain-failure.ts';
import { FailureError } from '../failure.ts';
import type { Ground, Step } from './step.ts';

export interface StepEnd {
  readonly id: string;
  readonly title: string;
  /** `present`: it was there before. */
  readonly state: 'present' | 'made' | 'due';
  readonly says: string;
}

/** What is there, and what would be done. Changes nothing. */
export async function lookAtSteps(
  steps: readonly Step[],
  ground: Ground,
): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  for (const step of steps) {
    const isBlocked = ends.some(({ id, state }) => state === 'due' && step.needs.includes(id));
    const { isDone, says } = isBlocked
      ? { isDone: false, says: step.does }
      : await explaining(ends, ground, () => step.look(ground));
    ends.push({ id: step.id, title: step.title, state: isDone ? 'present' : 'due', says });
  }
  return ends;
}

/** Does what is not done yet. What fails says what is: the same command goes on from there. */
export async function takeSteps(
  steps: readonly Step[],
  ground: Ground,
): Promise<readonly StepEnd[]> {
  const ends: StepEnd[] = [];
  for (const step of steps) {
    const end = await explaining(ends, ground, () => takeStep(step, ground));
    ends.push({ id: step.id, title: step.title, ...end });
  }
  return ends;
}

async function takeStep(step: Step, ground: Ground): Promise<Pick<StepEnd, 'state' | 'says'>> {
  const { isDone, says } = await step.look(ground);
  if (isDone) return { state: 'present', says };
  ground.call.progress(`${step.title}: ${says} …`);
  return { state: 'made', says: await step.carryOut(ground) };
}

async function explaining<Result>(
  ends: readonly StepEnd[],
  { call }: Ground,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const failure = explainFailure(error, call.address);
    throw new FailureError({
      ...failure,
      done: ends
        .filter(({ state }) => state !== 'due')
        .map(({ title, says }) => `${title}: ${says}`),
      wayOut: `${failure.wayOut} The same command then goes on from here.`,
    });
  }
}
