import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { type RawSearch, text } from '../../lib/search.ts';

const segments = createRoute({
  getParentRoute: () => inside,
  path: '/segments',
  /** The segment that is open, or `new`. */
  validateSearch: ({ open, make }: RawSearch) => ({
    open: text(open),
    make: make === true ? (true as const) : undefined,
  }),
  component: lazyPage(() => import('./segments-page.tsx'), 'SegmentsPage'),
});

export const segmentRoutes = [segments] as const;
