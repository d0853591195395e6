import { relative } from 'node:path';
import { isOurs } from '../deploy/check-bindings.ts';
import { cloudflareBy } from '../deploy/cloudflare.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { counted } from '../report/layout.ts';
import { findUrl, findVersion } from './deployment-step.ts';
import type { Ground } from './step.ts';

/**
 * Throws where a Burgee runs that cannot be asked from here: to deploy over it is for `burgee deploy`, which
 * tries a version first, and goes back. One without an address may be what an earlier run here has left half done.
 */
export async function assertNoneRuns(ground: Ground): Promise<void> {
  const url = findUrl(ground);
  if (url !== undefined && (await findVersion(url)) !== undefined) return;
  const isHalfDone = url === undefined && ground.kept.find('ADMIN_SECRET') !== undefined;
  if (isHalfDone || !(await isDeployed(ground))) return;
  const { name } = ground.readConfig();
  throw url === undefined ? setUpElsewhere(name) : silentAt(url, name);
}

/** Throws where a version answers that an older schema was made for: what is due is run, and tried, by `burgee deploy`. */
export async function assertNoneRelies(ground: Ground, pending: number): Promise<void> {
  const url = findUrl(ground);
  const version = url && (await findVersion(url));
  if (url && version) throw reliesOnSchema({ url, version, pending, kept: ground.kept.path });
}

async function isDeployed({ wrangler, readConfig }: Ground): Promise<boolean> {
  const cloudflare = cloudflareBy(wrangler);
  const live = (await cloudflare.findDeployment())?.traffic[0]?.version;
  return live !== undefined && isOurs(await cloudflare.getVersion(live), readConfig());
}

const setUpElsewhere = (name: string) =>
  new FailureError({
    code: 'burgee_runs',
    exitCode: exitCodes.unsound,
    message: `This account has a Burgee ${name} already, which was not set up from here: it is not known where it answers.`,
    wayOut:
      'For newer code, set BURGEE_URL, ADMIN_SECRET and BURGEE_KEY to its own and run npx burgee deploy. To see whether all is there, set BURGEE_URL and ADMIN_SECRET.',
  });

const silentAt = (url: string, name: string) =>
  new FailureError({
    code: 'burgee_runs',
    exitCode: exitCodes.unavailable,
    message: `This account has a Burgee ${name} already, which does not answer at ${url}.`,
    wayOut:
      'A new address may take some minutes. Else look whether BURGEE_URL names it; npx wrangler tail shows what it logs, and npx wrangler deploy deploys over it.',
  });

interface Relying {
  readonly url: string;
  readonly version: string;
  /** Migrations. */
  readonly pending: number;
  /** The file with what a deployment needs to know. */
  readonly kept: string;
}

const reliesOnSchema = ({ url, version, pending, kept }: Relying) =>
  new FailureError({
    code: 'burgee_runs',
    exitCode: exitCodes.unsound,
    message: `At ${url} a Burgee answers, version ${version}, and ${counted(pending, 'migration is', 'migrations are')} due: from here they would run beneath it with nothing tried, and no way back. None was run.`,
    wayOut: `Bring it to this code with npx burgee deploy, which migrates on the way; ${relative(process.cwd(), kept)} has what that needs in the environment.`,
  });
