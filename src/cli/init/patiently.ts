import { setTimeout } from 'node:timers/promises';
import { deploymentPolicy } from '../../resource-policy.ts';

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
export async function findAnswer(url: string, key?: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(deploymentPolicy.lookMilliseconds),
    });
    const text = await response.text();
    return response.status === 200 ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
