import type { Database, TransactionConfig } from '../../db/connect.ts';
import { compileNewest } from './compile-newest.ts';
import { packReadable } from './pack-readable.ts';

/**
 * The newest committed state, packed, as it may be given to the edge. Throws `WithheldError` where it
 * may not; undefined without such environment.
 */
export async function compileReadable(
  database: Database,
  environment: string,
  config: Pick<TransactionConfig, 'mayLag'> = {},
) {
  const compiled = await compileNewest(database, environment, config);
  return compiled && { compiled, packed: await packReadable(compiled) };
}
