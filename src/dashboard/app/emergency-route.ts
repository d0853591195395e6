import { createRoute, redirect } from '@tanstack/react-router';
import { emergencySecret } from '../lib/emergency-secret.ts';
import { lazyPage } from './lazy-page.ts';
import { PageFailure } from './page-failure.tsx';
import { root } from './root-route.ts';

/** The pages that work by ADMIN_SECRET alone, with nobody logged in and no database at all. */
export const emergency = createRoute({
  getParentRoute: () => root,
  id: 'by-secret',
  component: lazyPage(() => import('./emergency-shell.tsx'), 'EmergencyShell'),
  errorComponent: PageFailure,
  beforeLoad: () => {
    if (emergencySecret.get() === undefined) throw redirect({ to: '/emergency' });
  },
});
