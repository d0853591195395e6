import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';

const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
});

export const profileRoutes = [profile] as const;
