import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { environmentSearch } from './environment-search.ts';

const environments = createRoute({
  getParentRoute: () => inside,
  path: '/environments',
  validateSearch: environmentSearch,
  component: lazyRouteComponent(() => import('./environments-page.tsx'), 'EnvironmentsPage'),
});

export const environmentRoutes = [environments] as const;
