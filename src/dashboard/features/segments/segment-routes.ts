import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { type RawSearch, text } from '../../lib/search.ts';

const segments = createRoute({
  getParentRoute: () => inside,
  path: '/segments',
  /** The segment that is open, whether one is made, and what is looked for. */
  validateSearch: ({ open, make, search }: RawSearch) => ({
    open: text(open),
    make: make === true ? (true as const) : undefined,
    search: text(search),
  }),
  component: lazyPage(() => import('./segments-page.tsx'), 'SegmentsPage'),
});

export const segmentRoutes = [segments] as const;
