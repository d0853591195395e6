import type * as z from 'zod';
import type { repairInput } from '../../contract/health/repair.ts';
import type { Catalog } from '../../schema/catalog/catalog.ts';
import type { AppliedStep, OnStep } from '../../schema/repair/apply-steps.ts';
import type { ControlContext } from '../context.ts';
import type { Survivors } from '../survivors/read-survivors.ts';

/** One call of a repair, with everything that it was asked. */
export interface RepairRun {
  readonly ctx: ControlContext;
  readonly request: z.output<typeof repairInput>;
  readonly operationId: string;
  /** What the edge is served from, read before the transaction. */
  readonly published: Survivors;
  readonly onStep: OnStep;
  /** Steps that had to be committed before its transaction. */
  readonly committed: readonly AppliedStep[];
  /** In the words of the server, where that was asked for them already. */
  readonly expected?: Catalog;
}
