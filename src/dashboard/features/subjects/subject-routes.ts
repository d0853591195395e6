import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { subjectSearch } from './subject-search.ts';

const subjects = createRoute({
  getParentRoute: () => inside,
  path: '/subjects',
  validateSearch: subjectSearch,
  component: lazyRouteComponent(() => import('./subjects-page.tsx'), 'SubjectsPage'),
});

export const subjectRoutes = [subjects] as const;
