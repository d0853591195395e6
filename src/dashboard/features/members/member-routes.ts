import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { type RawSearch, text } from '../../lib/search.ts';

const members = createRoute({
  getParentRoute: () => inside,
  path: '/members',
  validateSearch: ({ search }: RawSearch) => ({ search: text(search) }),
  component: lazyPage(() => import('./members-page.tsx'), 'MembersPage'),
});

export const memberRoutes = [members] as const;
