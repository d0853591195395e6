import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { RepairProgress } from '../../contract/repair.ts';
import type { ControlContext } from '../../control/context.ts';
import { repairSchema } from '../../control/schema/repair-schema.ts';
import type { CommandCall, Given, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { repairReport } from '../report/repair-report.ts';

export async function run(call: CommandCall): Promise<Report> {
  const { given, progress } = call;
  const result = await repairSchema({
    ctx: contextOf(call),
    input: inputOf(given),
    onStep: tellStep(progress),
  });
  const isLeft = result.status !== 'planned' && result.unresolved.length > 0;
  const exitCode = isLeft ? exitCodes.unsound : exitCodes.ok;
  return { exitCode, ...repairReport(result) };
}

function inputOf(given: Given) {
  return {
    mode: given.plan ? 'plan' : 'apply',
    plan_hash: given['plan-hash'],
    operation_id: given['operation-id'],
    allow_large_tables: given['allow-large-tables'] === true,
  };
}

/** Whoever has the address of the database may do everything with it. */
function contextOf({ database, now }: CommandCall): ControlContext {
  return {
    database,
    actor: { id: `cli:${userInfo().username}`, role: 'admin' },
    address: null,
    requestId: randomUUID(),
    now,
    // Only a Worker reaches its KV; the report says how to have it publish.
    publish: async () => [],
  };
}

function tellStep(progress: CommandCall['progress']) {
  return (step: RepairProgress) => {
    if ('reason' in step) progress(`${step.object} … left: ${step.reason}`);
    else progress(`${step.object} … ${step.milliseconds} ms`);
  };
}
