import type { Database, Queryable, TransactionConfig } from '../../db/connect.ts';
import { type Compiled, compile } from '../compile/compile.ts';
import { findEnvironmentRows } from '../compile/environment-rows.ts';
import { currentFormat } from '../format.ts';
import { findDeletion } from './find-deletion.ts';
import { findServed } from './history.ts';
import { WithheldError } from './withheld-error.ts';

/**
 * Of one committed state, whatever is being written meanwhile; undefined without such environment, but
 * for one that was deleted, whose snapshot is empty and higher than any that it had.
 * Throws `WithheldError` where the environment is pinned to what is not kept any more.
 */
export const compileNewest = (
  database: Database,
  key: string,
  { mayLag = false }: Pick<TransactionConfig, 'mayLag'> = {},
): Promise<Compiled | undefined> =>
  database.transaction(
    async (tx) => {
      const rows = await findEnvironmentRows(tx, key);
      if (!rows) return findWithdrawn(tx, key);
      const { pinnedVersion } = rows.environment;
      const compiled = compile(rows);
      return pinnedVersion === null ? compiled : pin(tx, compiled, pinnedVersion);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only', mayLag },
  );

async function findWithdrawn(tx: Queryable, environment: string): Promise<Compiled | undefined> {
  const deletion = await findDeletion(tx, environment);
  if (!deletion) return undefined;
  const { version } = deletion;
  const nothing = { flags: [], segments: [], keys: [] };
  return {
    snapshot: { format: currentFormat, environment, version, withdrawn: true, ...nothing },
    problems: [],
  };
}

/** What the rows would break is not served: there is nothing to mend in what is. */
async function pin(tx: Queryable, { snapshot }: Compiled, pinnedTo: number): Promise<Compiled> {
  const served = await findServed(tx, snapshot.environment, pinnedTo);
  if (!served) throw lostPin(snapshot.environment, pinnedTo);
  const { flags, segments } = served;
  return { snapshot: { ...snapshot, pinnedTo, flags, segments }, problems: [] };
}

const lostPin = (environment: string, pinnedTo: number) =>
  new WithheldError(environment, {
    reason: `it is pinned to version ${pinnedTo}, which is not in the history`,
    wayOut: `To serve the newest: npx burgee republish --environment ${environment} --latest`,
    isSound: true,
  });
