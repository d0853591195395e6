import type { Readiness } from '../../contract/health/readiness.ts';
import { type Deployment, readDeployment } from '../deployment.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { counted } from '../report/layout.ts';
import { findUrl } from './deployment-step.ts';
import { findAnswer } from './patiently.ts';
import { findAdminSecret } from './secrets-step.ts';
import { due, type Ground, present, type Step } from './step.ts';

export const snapshotsStep: Step = {
  id: 'snapshots',
  title: 'Seeds and snapshots',
  does: 'seeds environments and critical flags, and publishes them',
  needs: ['deployment'],
  look: async (ground) => {
    const url = findUrl(ground);
    // With the secret, as what anybody is told may be of a moment before.
    const ready = (await findAnswer(`${url}/health/ready`, findAdminSecret(ground))) as
      | Readiness
      | undefined;
    const { kv, snapshots = [] } = ready ?? {};
    const served = snapshots.map(({ environment }) => environment);
    return kv === 'ok' && served.includes('production')
      ? present(`${served.join(' and ')} are published`)
      : due(snapshotsStep.does);
  },
  carryOut: async (ground) => {
    const environments = await publishAll(ground);
    return `published ${counted(environments.length, 'environment')}`;
  },
};

interface Warmed {
  readonly environments: readonly unknown[];
}

/** Seeds what is absent as well. */
export async function publishAll(ground: Ground): Promise<Warmed['environments']> {
  const { environments } = await openDeployment(ground).ask<Warmed>('POST', '/admin/warm');
  return environments;
}

function openDeployment(ground: Ground): Deployment {
  const ADMIN_SECRET = findAdminSecret(ground);
  if (ADMIN_SECRET === undefined) throw unknownSecret;
  const BURGEE_URL = findUrl(ground);
  return readDeployment({}, { ...(BURGEE_URL && { BURGEE_URL }), ADMIN_SECRET });
}

const unknownSecret = new FailureError({
  code: 'admin_secret_unknown',
  exitCode: exitCodes.unsound,
  message: 'The Worker has an ADMIN_SECRET that is not known here.',
  wayOut:
    'Set ADMIN_SECRET to it. Where nobody has it any more, set another: docs/runbooks/leaked-admin-secret.md',
});
