import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { subjectSearch } from './subject-search.ts';

const subjects = createRoute({
  getParentRoute: () => inside,
  path: '/subjects',
  validateSearch: subjectSearch,
  component: lazyPage(() => import('./subjects-page.tsx'), 'SubjectsPage'),
});

export const subjectRoutes = [subjects] as const;
