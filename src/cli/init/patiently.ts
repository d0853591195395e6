import { setTimeout } from 'node:timers/promises';
import { deploymentPolicy } from '../../resource-policy.ts';
import { askWorker, NoAnswerError } from '../ask-worker.ts';

/** The first answer that is one, asked for again and again; undefined where none came in time. */
export async function patiently<Answer>(
  ask: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const { firstAnswerMilliseconds, pauseMilliseconds } = deploymentPolicy;
  const deadline = Date.now() + firstAnswerMilliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() > deadline) return answer;
    await setTimeout(pauseMilliseconds);
  }
}

/** What is answered with 200 as JSON; undefined where nothing is, or something else. */
export async function findAnswer(url: string, token?: string): Promise<unknown> {
  try {
    const { status, body } = await askWorker(url, {
      token,
      milliseconds: deploymentPolicy.lookMilliseconds,
    });
    return status === 200 ? body : undefined;
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}
