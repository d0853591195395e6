import { createKey } from '../../control/keys/create-key.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { findUrl } from './deployment-step.ts';
import { findAnswer, patiently } from './patiently.ts';
import { publishAll } from './snapshots-step.ts';
import { due, type Ground, present, type Step } from './step.ts';

const environment = 'production';

export const serverKeyStep: Step = {
  id: 'server_key',
  title: 'Server key',
  does: `makes a key of ${environment}, and asks for flags with it`,
  needs: ['snapshots'],
  look: async (ground) =>
    (await isAccepted(ground)) ? present(`opens ${environment}`) : due(serverKeyStep.does),
  carryOut: async (ground) => {
    const input = { kind: 'server', name: 'burgee init', environment } as const;
    const { key } = await createKey({ ctx: contextOf(ground.call), input });
    ground.kept.keep('BURGEE_KEY', key);
    await publishAll(ground);
    if (!(await patiently(async () => (await isAccepted(ground)) || undefined))) throw notAccepted;
    return `made one, and flags of ${environment} were answered to it`;
  },
};

async function isAccepted(ground: Ground): Promise<boolean> {
  const key = ground.kept.find('BURGEE_KEY');
  const url = findUrl(ground);
  return key !== undefined && (await findAnswer(`${url}/features`, key)) !== undefined;
}

const notAccepted = new FailureError({
  code: 'key_not_accepted',
  exitCode: exitCodes.unavailable,
  message: 'A server key is made and published, and the Worker does not take it yet.',
  wayOut:
    'See how it is: /health/ready of the Worker. Does its DATABASE_URL name the same database?',
});
