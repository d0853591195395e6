import type * as z from 'zod';
import type { repairInput } from '../../contract/repair.ts';
import type { OnStep } from '../../schema/repair/apply-steps.ts';
import type { ControlContext } from '../context.ts';

/** One call of a repair, with everything that it was asked. */
export interface RepairRun {
  readonly ctx: ControlContext;
  readonly request: z.output<typeof repairInput>;
  readonly operationId: string;
  readonly onStep: OnStep;
}
