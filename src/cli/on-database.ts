import type { DatabaseCall, Given, Surroundings } from './command.ts';
import { addressOf, readDatabaseUrl } from './database-url.ts';
import { explainFailure } from './explain-failure.ts';
import { FailureError } from './failure.ts';

/** Opens the database that is meant and closes it afterwards. Whatever fails is thrown as a failure. */
export async function onDatabase<Result>(
  given: Given,
  { env, progress }: Surroundings,
  work: (call: DatabaseCall) => Promise<Result>,
): Promise<Result> {
  const databaseUrl = readDatabaseUrl(given, env);
  const address = addressOf(databaseUrl);
  const { connectDirectly } = await import('../db/connect-directly.ts');
  const database = connectDirectly(databaseUrl);
  try {
    return await work({ database, address, given, now: () => new Date(), progress });
  } catch (error) {
    throw new FailureError(explainFailure(error, address));
  } finally {
    await database.end();
  }
}
