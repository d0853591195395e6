import { hasQueue } from '../wrangler.ts';
import { due, present, type Step } from './step.ts';

export const queueStep = (queue: string): Step => ({
  id: `queue:${queue}`,
  title: `Queue ${queue}`,
  does: 'creates it',
  needs: [],
  look: async ({ wrangler }) =>
    (await hasQueue(wrangler, queue)) ? present('is there') : due('creates it'),
  carryOut: async ({ wrangler }) => {
    await wrangler.run(['queues', 'create', queue]);
    return 'created';
  },
});
