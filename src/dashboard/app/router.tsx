import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { flagSearch } from '../features/flags/flag-search.ts';
import { meQuery } from '../features/session/use-me.ts';
import { ApiError } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';
import type { RawSearch } from '../lib/search.ts';
import { NotFound } from './not-found.tsx';
import { PageFailure } from './page-failure.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Only a path of our own: nobody is sent elsewhere by a link to the log-in. */
const isOwnPath = (path: unknown): path is string =>
  typeof path === 'string' && /^\/dashboard\/(?!\/)/.test(path);

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  validateSearch: ({ next }: RawSearch): { readonly next?: string } =>
    isOwnPath(next) ? { next } : {},
  component: lazyRouteComponent(() => import('../features/session/log-in-page.tsx'), 'LogInPage'),
});

/** The pages that need somebody to be logged in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: PageFailure,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: '/log-in', search: { next: location.publicHref } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flags', search: {} });
  },
});

const flags = createRoute({
  getParentRoute: () => inside,
  path: '/flags',
  validateSearch: flagSearch,
  component: lazyRouteComponent(() => import('../features/flags/flags-page.tsx'), 'FlagsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([logIn, inside.addChildren([home, flags])]),
  basepath: '/dashboard',
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
