import { listEnvironmentStates } from '../../control/environments/list-environment-states.ts';
import { readTruth } from '../../schema/truth.ts';
import type { DatabaseCall, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { statusReport } from '../report/status-report.ts';
import { readServer } from '../server.ts';

/** Ends well whatever it finds; `check` is for machines that have to stop. */
export async function run({ database, address, now }: DatabaseCall): Promise<Report> {
  const [server, truth, environments] = await Promise.all([
    readServer(database.reads),
    readTruth(database.reads, now().getTime()),
    listEnvironmentStates(database.reads),
  ]);
  return { exitCode: exitCodes.ok, ...statusReport({ server, truth, environments, address }) };
}
