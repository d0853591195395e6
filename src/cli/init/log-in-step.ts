import { present, type Step } from './step.ts';

export const logInStep: Step = {
  id: 'log_in',
  title: 'Cloudflare',
  does: 'asks who is logged in',
  needs: [],
  look: async ({ readAccount }) => {
    const { name, email } = await readAccount();
    return present(`account ${name}${email ? `, as ${email}` : ''}`);
  },
  carryOut: async () => '',
};
