import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { flagSearch } from './flag-search.ts';

const flags = createRoute({
  getParentRoute: () => inside,
  path: '/flags',
  validateSearch: flagSearch,
  component: lazyPage(() => import('./flags-page.tsx'), 'FlagsPage'),
});

export const flagRoutes = [flags] as const;
