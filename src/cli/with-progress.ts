import type { MigrateProgress } from '../schema/migrate/migrate.ts';
import type { DatabaseCall } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { FailureError } from './failure.ts';

/**
 * Tells what becomes of each file while it runs. Where one fails, those before it are done, and the
 * failure says so.
 */
export async function withProgress<Result>(
  { address, progress }: DatabaseCall,
  doing: string,
  work: (onProgress: (event: MigrateProgress) => void) => Promise<Result>,
): Promise<Result> {
  const done: string[] = [];
  let isStarted = false;
  try {
    return await work((event) => {
      if (event.kind === 'waiting') progress('waiting for another migration or repair …');
      if (event.kind === 'started') {
        isStarted = true;
        progress(`${doing} ${event.tag} …`);
      }
      if (event.kind === 'ended') done.push(event.tag);
    });
  } catch (error) {
    const failure = explainFailure(error, address);
    const isLost = failure.exitCode === exitCodes.unavailable && isStarted;
    throw new FailureError({ ...failure, ...(isLost ? { wayOut: again } : {}), done });
  }
}

const again =
  'Run it again: what was committed is found, and of the file that was under way nothing has happened, or all of it.';
