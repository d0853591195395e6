import { createRoute } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';

const system = createRoute({
  getParentRoute: () => inside,
  path: '/system',
  component: lazyPage(() => import('./system-page.tsx'), 'SystemPage'),
});

export const systemRoutes = [system] as const;
