import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { environmentSearch } from './environment-search.ts';

const environments = createRoute({
  getParentRoute: () => inside,
  path: '/environments',
  validateSearch: environmentSearch,
  component: lazyPage(() => import('./environments-page.tsx'), 'EnvironmentsPage'),
});

export const environmentRoutes = [environments] as const;
