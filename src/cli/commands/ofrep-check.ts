import { setTimeout } from 'node:timers/promises';
import { runChecks } from '../../ofrep-check/run-checks.ts';
import type { Capabilities } from '../../ofrep-check/settings.ts';
import { UnaskableError } from '../../ofrep-check/subject.ts';
import type { Report, ServerCall } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { readOfrepCheckSettings } from '../ofrep-check-settings.ts';
import { countResults, ofrepCheckReport } from '../report/ofrep-check-report.ts';
import { runShellCommand } from '../run-shell-command.ts';

export async function run({ argument, given, progress }: ServerCall): Promise<Report> {
  const settings = readOfrepCheckSettings(argument, given);
  const { flip } = given;
  const capabilities: Capabilities = {
    fetch,
    wait: (seconds) => setTimeout(seconds * 1000),
    flip: typeof flip === 'string' ? () => runShellCommand(flip) : undefined,
    progress,
  };
  const verdict = await runChecks(settings, capabilities).catch(explain);
  const exitCode = countResults(verdict).failed > 0 ? exitCodes.unsound : exitCodes.ok;
  return { exitCode, ...ofrepCheckReport(verdict, settings) };
}

function explain(error: unknown): never {
  if (!(error instanceof UnaskableError)) throw error;
  const { message, wayOut } = error;
  const exitCode = exitCodes.unavailable;
  throw new FailureError({ code: 'server_unavailable', exitCode, message, wayOut });
}
