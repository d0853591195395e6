import type { Database, TransactionConfig } from '../db/connect.ts';
import { type Compiled, compile } from './compile.ts';
import { findEnvironmentRows } from './environment-rows.ts';

/** Of one committed state, whatever is being written meanwhile; undefined without such environment. */
export const compileNewest = (
  database: Database,
  key: string,
  { mayLag = false }: Pick<TransactionConfig, 'mayLag'> = {},
): Promise<Compiled | undefined> =>
  database.transaction(
    async (tx) => {
      const rows = await findEnvironmentRows(tx, key);
      return rows && compile(rows);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only', mayLag },
  );
