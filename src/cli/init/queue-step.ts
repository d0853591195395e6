import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { complaintOf } from '../wrangler.ts';
import { due, type Ground, present, type Step } from './step.ts';

export const queueStep = (queue: string): Step => ({
  id: `queue:${queue}`,
  title: `Queue ${queue}`,
  does: 'creates it',
  needs: [],
  look: async (ground) =>
    (await isThere(ground, queue)) ? present('is there') : due('creates it'),
  carryOut: async ({ wrangler }) => {
    await wrangler.run(['queues', 'create', queue]);
    return 'created';
  },
});

/** There is no JSON of queues, and a list has pages. */
async function isThere({ wrangler }: Ground, queue: string): Promise<boolean> {
  const end = await wrangler.attempt(['queues', 'info', queue]);
  if (end.exitCode === 0) return true;
  const said = complaintOf(end);
  if (said.includes('does not exist')) return false;
  throw new FailureError({
    code: 'wrangler_failed',
    exitCode: exitCodes.unsound,
    message: `"wrangler queues info ${queue}" ends with ${end.exitCode}: ${said}`,
    wayOut: 'Put right what it objects to.',
  });
}
