import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';

const members = createRoute({
  getParentRoute: () => inside,
  path: '/members',
  component: lazyRouteComponent(() => import('./members-page.tsx'), 'MembersPage'),
});

export const memberRoutes = [members] as const;
