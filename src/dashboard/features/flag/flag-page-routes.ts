import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { flagPageSearch } from './flag-search.ts';

const flag = createRoute({
  getParentRoute: () => inside,
  path: '/flags/$key',
  validateSearch: flagPageSearch,
  component: lazyRouteComponent(() => import('./flag-page.tsx'), 'FlagPage'),
});

export const flagPageRoutes = [flag] as const;
