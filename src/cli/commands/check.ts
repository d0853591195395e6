import { readTruth } from '../../schema/truth.ts';
import type { DatabaseCall, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkReport } from '../report/check-report.ts';

export async function run({ database, now }: DatabaseCall): Promise<Report> {
  const truth = await readTruth(database.reads, now().getTime());
  const exitCode = truth.verdict === 'sound' ? exitCodes.ok : exitCodes.unsound;
  return { exitCode, ...checkReport(truth) };
}
