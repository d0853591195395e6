import type { Command, Report, Surroundings } from './command.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { commands } from './commands.ts';
import { readDeployment } from './deployment.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { onDatabase } from './on-database.ts';
import { failureReport } from './report/failure-report.ts';
import { helpReport, versionReport } from './report/help-report.ts';

/** Never throws: what fails becomes a report too. */
export async function run(argv: readonly string[], around: Surroundings): Promise<Report> {
  if (argv[0] === '--version') return versionReport;
  let asked: Command | undefined;
  let isAside = false;
  try {
    const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
    const { command, ...typed } = parseCommandLine(words, commands);
    const help = helpReport({ command, commands });
    if (typed.given.help) return help;
    if (command === undefined) return { ...help, exitCode: exitCodes.usage };
    asked = command;
    isAside = typed.given.output === '-';
    return { ...(await carryOut(command, typed, around)), isAside };
  } catch (error) {
    return { ...failureReport(asked?.name ?? null, explainFailure(error, '')), isAside };
  }
}

type Typed = Omit<CommandLine, 'command'>;

async function carryOut(command: Command, typed: Typed, around: Surroundings): Promise<Report> {
  const { given } = typed;
  if (command.asks === 'database') {
    return onDatabase(given, around, async (call) => (await command.load()).run(call));
  }
  if (command.asks === 'deployment') {
    const deployment = readDeployment(given, around.env);
    return (await command.load()).run({ deployment, given });
  }
  if (command.asks === 'server') {
    return (await command.load()).run({ ...typed, progress: around.progress });
  }
  return (await command.load()).run({ ...typed, around });
}
