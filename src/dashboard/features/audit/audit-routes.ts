import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { inside } from '../../app/inside-route.ts';
import { auditSearch } from './audit-search.ts';

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
});

export const auditRoutes = [audit] as const;
