import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { runTrials } from './run-trials.ts';
import { type ChaosServer, prepareServer } from './server.ts';

interface Shard {
  readonly firstSeed: number;
  readonly trials: number;
}

/** Trials as a test file; where there are cores for it, several such files run side by side. */
export function describeTrials({ firstSeed, trials }: Shard): void {
  let server: ChaosServer;
  beforeAll(async () => {
    server = await prepareServer(inject('adminDatabaseUrl'));
  });
  afterAll(() => server.stop());

  const seeds = Array.from({ length: trials }, (_, index) => firstSeed + index);

  it(`keeps every promise in ${trials} trials`, { timeout: 1_200_000 }, async () => {
    const failures: string[] = [];
    await runTrials({
      server,
      seeds,
      lanes: 4,
      onJudged: (judged) => {
        if (judged.complaints.length > 0) failures.push(describeFailure(judged));
      },
    });
    expect(failures.join('\n\n')).toBe('');
  });
}
