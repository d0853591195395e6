import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { auditRoutes } from '../features/audit/audit-routes.ts';
import { emergencyRoutes } from '../features/emergency/emergency-routes.ts';
import { environmentRoutes } from '../features/environments/environment-routes.ts';
import { flagPageRoutes } from '../features/flag/flag-page-routes.ts';
import { flagRoutes } from '../features/flags/flag-routes.ts';
import { keyRoutes } from '../features/keys/key-routes.ts';
import { memberRoutes } from '../features/members/member-routes.ts';
import { profileRoutes } from '../features/profile/profile-routes.ts';
import { scheduleRoutes } from '../features/schedules/schedule-routes.ts';
import { segmentRoutes } from '../features/segments/segment-routes.ts';
import { sessionRoutes } from '../features/session/session-routes.ts';
import { staleRoutes } from '../features/stale/stale-routes.ts';
import { subjectRoutes } from '../features/subjects/subject-routes.ts';
import { systemRoutes } from '../features/system/system-routes.ts';
import { tryRoutes } from '../features/try/try-routes.ts';
import { usageRoutes } from '../features/usage/usage-routes.ts';
import { webhookRoutes } from '../features/webhooks/webhook-routes.ts';
import { inside } from './inside-route.ts';
import { OnItsWay } from './on-its-way.tsx';
import { PageFailure } from './page-failure.tsx';
import { root } from './root-route.ts';

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flags', search: {} });
  },
});

/** Each feature brings its own; every page is a file that is fetched when it is gone to. */
export const router = createRouter({
  routeTree: root.addChildren([
    ...sessionRoutes,
    ...emergencyRoutes,
    inside.addChildren([
      home,
      ...flagRoutes,
      ...systemRoutes,
      ...flagPageRoutes,
      ...keyRoutes,
      ...memberRoutes,
      ...webhookRoutes,
      ...profileRoutes,
      ...tryRoutes,
      ...usageRoutes,
      ...subjectRoutes,
      ...segmentRoutes,
      ...scheduleRoutes,
      ...staleRoutes,
      ...environmentRoutes,
      ...auditRoutes,
    ]),
  ]),
  basepath: '/dashboard',
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
  defaultPendingComponent: OnItsWay,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
