import { isOurs } from '../deploy/check-bindings.ts';
import { cloudflareBy } from '../deploy/cloudflare.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
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
