import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { staleSearch } from './stale-search.ts';

const stale = createRoute({
  getParentRoute: () => inside,
  path: '/stale',
  validateSearch: staleSearch,
  component: lazyPage(() => import('./stale-page.tsx'), 'StalePage'),
});

export const staleRoutes = [stale] as const;
