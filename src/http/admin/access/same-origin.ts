import type { Context } from 'hono';
import { HttpRefusal } from '../http-refusal.ts';

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/**
 * For requests that a browser sends with a cookie by itself: whatever changes something has to come
 * from a page of ours, and says so by its `Origin`. What comes without one is refused.
 */
export function assertSameOrigin(c: Context): void {
  const { method, url } = c.req;
  if (isRead(method) || c.req.header('Origin') === new URL(url).origin) return;
  throw new HttpRefusal(
    403,
    'cross_origin',
    'A log-in by cookie changes something only from a page of its own origin. Programs send an admin key as "Authorization: Bearer bga_…".',
  );
}
