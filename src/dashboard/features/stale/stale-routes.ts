import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { staleSearch } from './stale-search.ts';

const stale = createRoute({
  getParentRoute: () => inside,
  path: '/stale',
  validateSearch: staleSearch,
  component: lazyRouteComponent(() => import('./stale-page.tsx'), 'StalePage'),
});

export const staleRoutes = [stale] as const;
