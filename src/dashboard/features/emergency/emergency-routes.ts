import { createRoute, redirect } from '@tanstack/react-router';
import { emergency } from '../../app/emergency-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { root } from '../../app/root-route.ts';
import { emergencySecret } from '../../lib/emergency-secret.ts';

const entrance = createRoute({
  getParentRoute: () => root,
  path: '/emergency',
  component: lazyPage(() => import('./emergency-page.tsx'), 'EmergencyPage'),
  beforeLoad: () => {
    if (emergencySecret.get() !== undefined) throw redirect({ to: '/emergency/system' });
  },
});

const system = createRoute({
  getParentRoute: () => emergency,
  path: '/emergency/system',
  component: lazyPage(() => import('./emergency-system-page.tsx'), 'EmergencySystemPage'),
});

export const emergencyRoutes = [entrance, emergency.addChildren([system])] as const;
