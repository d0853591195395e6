import { expect, it } from 'vitest';
import { publishAll } from '../../src/control/publish-all.ts';

it('publishes the others when one environment fails, and says which', async () => {
  const logged: string[] = [];
  const problem = { subject: 'flag x', path: 'split', message: 'expected weights' };
  const outcomes = await publishAll(
    {
      publish: async (environment) => {
        if (environment === 'staging') throw new Error('the store is full');
        return { environment, version: 7, problems: [problem] };
      },
      logError: (message, error) => logged.push(`${message}: ${error}`),
    },
    ['staging', 'production'],
  );
  expect(outcomes).toEqual([
    { environment: 'staging', problems: [] },
    { environment: 'production', version: 7, problems: [problem] },
  ]);
  expect(logged).toEqual([
    'publishing staging failed: Error: the store is full',
    'production is published with a broken flag x: split: expected weights',
  ]);
});
