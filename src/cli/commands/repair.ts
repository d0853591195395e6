import type { RepairProgress } from '../../contract/health/repair.ts';
import { repairSchema } from '../../control/schema/repair-schema.ts';
import type { DatabaseCall, Given, Progress, Report } from '../command.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { repairReport } from '../report/repair-report.ts';
import { typedAgain } from '../report/typed-again.ts';

export async function run(call: DatabaseCall): Promise<Report> {
  const { given, progress } = call;
  const result = await repairSchema({
    ctx: contextOf(call),
    input: inputOf(given),
    onStep: tellStep(progress),
  });
  const isLeft = result.status !== 'planned' && result.unresolved.length > 0;
  const exitCode = isLeft ? exitCodes.unsound : exitCodes.ok;
  const options = typedAgain(given, ['operation-id', 'allow-large-tables', 'database-url']);
  return { exitCode, ...repairReport(result, options) };
}

function inputOf(given: Given) {
  return {
    mode: given.plan ? 'plan' : 'apply',
    plan_hash: given['plan-hash'],
    operation_id: given['operation-id'],
    allow_large_tables: given['allow-large-tables'] === true,
  };
}

function tellStep(progress: Progress) {
  return (step: RepairProgress) => {
    if ('reason' in step) progress(`${step.object} … left: ${step.reason}`);
    else progress(`${step.object} … ${step.milliseconds} ms`);
  };
}
