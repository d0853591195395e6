import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { trySearch } from './try-search.ts';

const tryIt = createRoute({
  getParentRoute: () => inside,
  path: '/try',
  validateSearch: trySearch,
  component: lazyPage(() => import('./try-page.tsx'), 'TryPage'),
});

export const tryRoutes = [tryIt] as const;
