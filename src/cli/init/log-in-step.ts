import { assertNoneRuns } from './assert-none-runs.ts';
import { assertNameIsOurs } from './secrets-step.ts';
import { present, type Step } from './step.ts';

export const logInStep: Step = {
  id: 'log_in',
  title: 'Cloudflare',
  does: 'asks who is logged in, and whether the Worker’s name is free',
  needs: [],
  look: async (ground) => {
    const { name, email } = await ground.readAccount();
    await assertNameIsOurs(ground);
    await assertNoneRuns(ground);
    return present(`account ${name}${email ? `, as ${email}` : ''}`);
  },
  carryOut: async () => '',
};
