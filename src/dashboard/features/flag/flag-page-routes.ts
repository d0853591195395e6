import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { flagPageSearch } from './flag-search.ts';

const flag = createRoute({
  getParentRoute: () => inside,
  path: '/flags/$key',
  validateSearch: flagPageSearch,
  component: lazyPage(() => import('./flag-page.tsx'), 'FlagPage'),
});

export const flagPageRoutes = [flag] as const;
