import { rmSync } from 'node:fs';
import type { Evidence } from './evidence.ts';
import { folderWithNextMigration } from './next-migration.ts';
import { judge } from './oracles/oracles.ts';
import { runTrial } from './run-trial.ts';
import type { ChaosServer } from './server.ts';
import type { Judged } from './tally.ts';
import { withClient } from './with-client.ts';

export interface TrialsRequest {
  readonly server: ChaosServer;
  readonly seeds: Iterable<number>;
  /** How many run at the same time. */
  readonly lanes: number;
  readonly onJudged: (judged: Judged) => void;
}

/** Runs a trial of each seed, and judges it. */
export async function runTrials({ server, seeds, lanes, onJudged }: TrialsRequest): Promise<void> {
  const nextFolder = folderWithNextMigration();
  const left = seeds[Symbol.iterator]();
  const run = () =>
    withClient(server.adminUrl, (admin) =>
      withClient(server.adminUrlOf(server.pristine), async (pristine) => {
        const lane = { server, admin, pristine, nextFolder };
        for (let next = left.next(); !next.done; next = left.next()) {
          onJudged(judged(await runTrial(lane, next.value)));
        }
      }),
    );
  try {
    const ended = await Promise.allSettled(Array.from({ length: lanes }, run));
    const failed = ended.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    rmSync(nextFolder, { recursive: true });
  }
}

const judged = (evidence: Evidence): Judged => ({ evidence, complaints: judge(evidence) });
