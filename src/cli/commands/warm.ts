import type { DeploymentCall, Report } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Warmed, warmReport } from '../report/warm-report.ts';

export async function run({ deployment, given }: DeploymentCall): Promise<Report> {
  const path = given.force ? '/admin/warm?force=true' : '/admin/warm';
  const { environments } = await deployment.ask<Pick<Warmed, 'environments'>>('POST', path);
  return { exitCode: exitCodes.ok, ...warmReport({ url: deployment.url, environments }) };
}
