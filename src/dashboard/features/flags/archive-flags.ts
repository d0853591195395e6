import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { admin, bodyOf, ifMatch, isOutcomeOpen, wasRefused } from '../../lib/api.ts';
import type { Outcome, Refusal } from './outcome.ts';

type Target = Pick<FlagWithStatesResource, 'key' | 'revision'>;

/**
 * One after the other. What is refused is tried again once others are archived, as one of them may have needed it.
 * After an answer that tells nothing of the flag, or none, the rest is not tried.
 */
export async function archiveFlags(flags: readonly Target[]): Promise<Outcome> {
  const done: string[] = [];
  for (let left = flags; ; ) {
    const tried = await archiveEach(left);
    done.push(...tried.done);
    const { refused } = tried;
    if (tried.isOver || refused.length === 0 || tried.done.length === 0) return { done, refused };
    left = left.filter(({ key }) => refused.some((each) => each.key === key));
  }
}

async function archiveEach(flags: readonly Target[]) {
  const done: string[] = [];
  const refused: Refusal[] = [];
  let isOver = false;
  for (const { key, revision } of flags) {
    if (isOver) {
      refused.push({ key, why: 'It was not tried any more.' });
      continue;
    }
    try {
      await bodyOf(admin.flags[':key'].archive.$post({ param: { key } }, ifMatch(revision)));
      done.push(key);
    } catch (error) {
      isOver = !wasRefused(error);
      refused.push({ key, why: whyOf(error) });
    }
  }
  return { done, refused, isOver };
}

function whyOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isOutcomeOpen(error) ? `Nobody knows whether it was archived. ${message}` : message;
}
