import { createMiddleware } from 'hono/factory';
import type { AdminEnv } from '../admin-env.ts';

/** Names each request, says what time it is here, and keeps the answer out of every cache. */
export const identifyRequest = createMiddleware<AdminEnv>(async (c, next) => {
  const requestId = crypto.randomUUID();
  c.set('requestId', requestId);
  c.header('x-request-id', requestId);
  c.header('Cache-Control', 'no-store');
  await next();
  c.header('Date', new Date().toUTCString());
});
