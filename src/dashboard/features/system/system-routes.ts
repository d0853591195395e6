import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';

const system = createRoute({
  getParentRoute: () => inside,
  path: '/system',
  component: lazyRouteComponent(() => import('./system-page.tsx'), 'SystemPage'),
});

export const systemRoutes = [system] as const;
