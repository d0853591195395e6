import { createRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '../features/session/use-me.ts';
import { ApiError } from '../lib/api.ts';
import { emergencySecret } from '../lib/emergency-secret.ts';
import { queryClient } from '../lib/query-client.ts';
import { PageFailure } from './page-failure.tsx';
import { root } from './root-route.ts';
import { Shell } from './shell.tsx';

/** The pages that need somebody to be logged in; whoever is not is sent to the log-in and back. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: PageFailure,
  beforeLoad: async ({ location }) => {
    if (emergencySecret.get() !== undefined) throw redirect({ to: '/emergency/system' } as never);
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: '/log-in', search: { next: location.publicHref } } as never);
    }
  },
});
