import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';

const members = createRoute({
  getParentRoute: () => inside,
  path: '/members',
  component: lazyPage(() => import('./members-page.tsx'), 'MembersPage'),
});

export const memberRoutes = [members] as const;
