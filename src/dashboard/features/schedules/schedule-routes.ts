import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { scheduleSearch } from './schedule-search.ts';

const schedules = createRoute({
  getParentRoute: () => inside,
  path: '/schedules',
  validateSearch: scheduleSearch,
  component: lazyPage(() => import('./schedules-page.tsx'), 'SchedulesPage'),
});

export const scheduleRoutes = [schedules] as const;
