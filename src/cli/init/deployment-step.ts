import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import type { Wrangler } from '../wrangler.ts';
import { findAnswer, patiently } from './patiently.ts';
import { due, type Ground, present, type Step } from './step.ts';

export const deploymentStep: Step = {
  id: 'deployment',
  title: 'Worker',
  does: 'deploys it',
  needs: ['kv', 'migrations', 'secrets'],
  look: async (ground) => {
    const url = findUrl(ground);
    const version = url && (await findVersion(url));
    if (!url || !version) return due('deploys it');
    return present(`answers at ${url}, version ${version}`);
  },
  carryOut: async (ground) => {
    const url = await deploy(ground.wrangler);
    if (!ground.env.BURGEE_URL) ground.kept.keep('BURGEE_URL', url);
    const version = await patiently(() => findVersion(url));
    if (version === undefined) throw silent(url);
    return `answers at ${url}, version ${version}`;
  },
};

/** Where it is known to be; undefined before it was deployed. */
export const findUrl = ({ env, kept }: Pick<Ground, 'env' | 'kept'>): string | undefined => {
  const url = env.BURGEE_URL || kept.find('BURGEE_URL');
  return url && URL.canParse(url) ? new URL(url).origin : undefined;
};

/** Undefined where no Burgee answers. */
export async function findVersion(url: string): Promise<string | undefined> {
  const { version } = Object(await findAnswer(`${url}/health`));
  return typeof version === 'string' ? version : undefined;
}

/** Resolves with its address. */
async function deploy(wrangler: Wrangler): Promise<string> {
  const { entries } = await wrangler.run(['deploy']);
  return addressOf(entries.find(({ type }) => type === 'deploy')?.targets ?? []);
}

/** `https://burgee.example.workers.dev`, `flags.example.com (custom domain)`, `schedule: * * * * *`. */
function addressOf(targets: readonly string[]): string {
  const own = targets.map((target) => /^(\S+) \(custom domain/.exec(target)?.[1]);
  const domain = own.find((each) => each !== undefined);
  const address = domain ? `https://${domain}` : targets.find((each) => /^https?:/.test(each));
  if (address !== undefined && URL.canParse(address)) return new URL(address).origin;
  throw new FailureError({
    code: 'address_unknown',
    exitCode: exitCodes.unsound,
    message: 'The Worker is deployed, and wrangler does not say where it answers.',
    wayOut: 'Set BURGEE_URL to its address.',
  });
}

const silent = (url: string) =>
  new FailureError({
    code: 'deployment_unavailable',
    exitCode: exitCodes.unavailable,
    message: `The Worker is deployed, and does not answer at ${url} yet.`,
    wayOut: 'A new address may take some minutes. npx wrangler tail shows what it logs.',
  });
