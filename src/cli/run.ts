import type { CommandCall, DatabaseCommand, Given, Report, ServerCommand } from './command.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { commands } from './commands.ts';
import { addressOf, readDatabaseUrl } from './database-url.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { failureReport } from './report/failure-report.ts';
import { helpReport, versionReport } from './report/help-report.ts';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly progress: CommandCall['progress'];
}

/** Never throws: what fails becomes a report too. */
export async function run(argv: readonly string[], around: Surroundings): Promise<Report> {
  if (argv[0] === '--version') return versionReport;
  try {
    const asked = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
    const { command, argument, given } = parseCommandLine(asked, commands);
    const help = helpReport({ command, commands });
    if (given.help) return help;
    if (command === undefined) return { ...help, exitCode: exitCodes.usage };
    if (command.argument !== undefined) {
      return await runOnServer(command, { argument, given }, around);
    }
    return await runOnDatabase(command, given, around);
  } catch (error) {
    return failureReport(null, explainFailure(error, ''));
  }
}

async function runOnServer(
  command: ServerCommand,
  typed: Pick<CommandLine, 'argument' | 'given'>,
  { progress }: Surroundings,
): Promise<Report> {
  try {
    const { run: carryOut } = await command.load();
    return await carryOut({ ...typed, progress });
  } catch (error) {
    return failureReport(command.name, explainFailure(error, ''));
  }
}

async function runOnDatabase(
  command: DatabaseCommand,
  given: Given,
  { env, progress }: Surroundings,
): Promise<Report> {
  const databaseUrl = readDatabaseUrl(given, env);
  const address = addressOf(databaseUrl);
  const { connectDirectly } = await import('../db/connect-directly.ts');
  const database = connectDirectly(databaseUrl);
  try {
    const { run: carryOut } = await command.load();
    return await carryOut({ database, address, given, now: () => new Date(), progress });
  } catch (error) {
    return failureReport(command.name, explainFailure(error, address));
  } finally {
    await database.end();
  }
}
