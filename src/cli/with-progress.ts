import type { MigrateProgress } from '../schema/migrate/migrate.ts';
import type { CommandCall } from './command.ts';
import { explainFailure } from './explain-failure.ts';
import { FailureError } from './failure.ts';

/**
 * Tells what becomes of each file while it runs. Where one fails, those before it are done, and the
 * failure says so.
 */
export async function withProgress<Result>(
  { address, progress }: CommandCall,
  doing: string,
  work: (onProgress: (event: MigrateProgress) => void) => Promise<Result>,
): Promise<Result> {
  const done: string[] = [];
  try {
    return await work((event) => {
      if (event.kind === 'waiting') progress('waiting for another migration or repair …');
      if (event.kind === 'started') progress(`${doing} ${event.tag} …`);
      if (event.kind === 'ended') done.push(event.tag);
    });
  } catch (error) {
    throw new FailureError({ ...explainFailure(error, address), done });
  }
}
