import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { keySearch } from './key-search.ts';

const keys = createRoute({
  getParentRoute: () => inside,
  path: '/keys',
  validateSearch: keySearch,
  component: lazyPage(() => import('./keys-page.tsx'), 'KeysPage'),
});

export const keyRoutes = [keys] as const;
