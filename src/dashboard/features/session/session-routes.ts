import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../app/lazy-page.ts';
import { root } from '../../app/root-route.ts';
import type { RawSearch } from '../../lib/search.ts';

/** Only a page of our own, and none that is for whoever is not in: nobody is sent elsewhere by a link to the log-in. */
const isInside = (path: unknown): path is string =>
  typeof path === 'string' &&
  /^\/dashboard\/(?!\/|(log-in|invitation|password-reset)\/?([?#]|$))/.test(plainPath(path));

/** As a browser would take it: without `..`, and with its own host, if it names one. */
function plainPath(path: string): string {
  const base = 'http://here';
  if (!URL.canParse(path, base)) return '';
  const { origin, href } = new URL(path, base);
  return origin === base ? href.slice(origin.length) : '';
}

const logIn = createRoute({
  getParentRoute: () => root,
  path: '/log-in',
  // Said to be absent, as what is not said is taken as the address has it.
  validateSearch: ({ next }: RawSearch): { readonly next?: string | undefined } => ({
    next: isInside(next) ? next : undefined,
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
