import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { trySearch } from './try-search.ts';

const tryIt = createRoute({
  getParentRoute: () => inside,
  path: '/try',
  validateSearch: trySearch,
  component: lazyRouteComponent(() => import('./try-page.tsx'), 'TryPage'),
});

export const tryRoutes = [tryIt] as const;
