import type { RepairResult } from '../../../src/contract/health/repair.ts';
import type { ControlError } from '../../../src/control/errors.ts';
import type { Database } from '../../../src/db/connect.ts';
import type { Random } from '../random.ts';
import type { ChaosServer } from '../server.ts';

/** What came of one call of a repair. */
export type Outcome = { readonly answer: RepairResult } | { readonly failure: ControlError };

export interface FaultSite {
  readonly server: ChaosServer;
  /** The name of the damaged database. */
  readonly name: string;
  readonly random: Random;
  /** Calls the repair, always by the same operation id. */
  readonly repair: (database: Database, onStep?: () => void) => Promise<Outcome>;
}

export interface Fault {
  /** Others write while it lasts, so that rows come that nobody can foresee. */
  readonly hasWriters?: true;
  /** Callers have operation ids of their own. */
  readonly hasManyCallers?: true;
  /** Calls the repair while it lasts, once or more. */
  readonly strike: (site: FaultSite) => Promise<readonly Outcome[]>;
}
