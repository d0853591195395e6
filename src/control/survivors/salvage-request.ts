import type { ControlContext } from '../context.ts';
import type { Survivors } from './read-survivors.ts';

export interface SalvageRequest {
  readonly ctx: ControlContext;
  readonly published: Survivors;
  /** Names of tables that are made by this repair. */
  readonly createdTables: ReadonlySet<string>;
  readonly isWanted: boolean;
}
