import type { Republished, VersionHistory } from '../../contract/environments/republish.ts';
import type { DeploymentCall, Given, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { historyReport, republishReport } from '../report/republish-report.ts';

export async function run({ deployment, given }: DeploymentCall): Promise<Report> {
  const { environment } = given;
  if (typeof environment !== 'string') throw lacks('which environment', '--environment <key>');
  const version = readVersion(given);
  if (version === undefined) {
    const path = `/admin/environments/${encodeURIComponent(environment)}/versions`;
    const history = await deployment.ask<VersionHistory>('GET', path);
    return { exitCode: exitCodes.ok, ...historyReport(history) };
  }
  const body = { environment, version };
  const republished = await deployment.ask<Republished>('POST', '/admin/republish', body);
  return { exitCode: exitCodes.ok, ...republishReport(republished) };
}

/** Undefined where versions are to be listed. */
function readVersion({ version, latest, list }: Given): number | 'latest' | undefined {
  const given = [version, latest, list].filter((each) => each !== undefined);
  if (given.length !== 1) throw lacks('what to do', 'one of --version <number>, --latest, --list');
  if (list) return undefined;
  if (latest) return 'latest';
  if (/^[1-9]\d{0,14}$/.test(`${version}`)) return Number(version);
  throw lacks('which version', '--version <number>, as --list tells them');
}

const lacks = (what: string, option: string) =>
  new FailureError({
    code: 'usage',
    exitCode: exitCodes.usage,
    message: `It is not said ${what}.`,
    wayOut: `Write ${option}.`,
  });
