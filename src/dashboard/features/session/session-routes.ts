import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../app/lazy-page.ts';
import { root } from '../../app/root-route.ts';
import type { RawSearch } from '../../lib/search.ts';

/** Only a path of our own: nobody is sent elsewhere by a link to the log-in. */
const isOwnPath = (path: unknown): path is string =>
  typeof path === 'string' && /^\/dashboard\/(?!\/)/.test(path);

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  // Said to be absent, as what is not said is taken as the address has it.
  validateSearch: ({ next }: RawSearch): { readonly next?: string | undefined } => ({
    next: isOwnPath(next) ? next : undefined,
  }),
  component: lazyPage(() => import('./log-in-page.tsx'), 'LogInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyPage(() => import('./invitation-page.tsx'), 'InvitationPage'),
});

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: '/password-reset',
  component: lazyPage(() => import('./password-reset-page.tsx'), 'PasswordResetPage'),
});

export const sessionRoutes = [logIn, invitation, passwordReset] as const;
