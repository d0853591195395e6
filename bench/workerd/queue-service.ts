import { script } from './worker.ts';

/** Takes every message that workerd's queue client sends, as a queue that is well does. */
export const queueService = script(`
export default {
  async fetch(request) {
    await request.arrayBuffer();
    return Response.json({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
  },
};
`);
