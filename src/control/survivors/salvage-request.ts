import type { ControlContext } from '../context.ts';
import type { Survivors } from './read-survivors.ts';

export interface SalvageRequest {
  readonly ctx: ControlContext;
  readonly published: Survivors;
  /** Names of the tables that are made by this repair. */
  readonly createdTables: ReadonlySet<string>;
  /** Of which a snapshot is made, and which this role may not read. */
  readonly hiddenTables: readonly string[];
  /** By default, where it can be read what is published. */
  readonly isWanted: boolean;
  /** Somebody has said so. */
  readonly isAskedFor: boolean;
}
