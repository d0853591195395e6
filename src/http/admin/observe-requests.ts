import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { RequestLog } from '../request-log.ts';
import type { AdminEnv } from './admin-env.ts';

interface Observing {
  readonly requests: RequestLog;
  /** Milliseconds of that work that were spent waiting for the database. */
  readonly timeDatabase: (work: () => Promise<void>) => Promise<number>;
}

const reads = ['GET', 'HEAD', 'OPTIONS'];

/** Tells the caller how long its answer took, and notes it: every write, every failure, a part of the reads. */
export const observeRequests = ({ requests, timeDatabase }: Observing) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    const startedAt = Date.now();
    const databaseMilliseconds = await timeDatabase(next);
    const milliseconds = Date.now() - startedAt;
    c.header('Server-Timing', `total;dur=${milliseconds}, db;dur=${databaseMilliseconds}`);
    requests.note({
      request: c.req.raw,
      route: routeOf(c),
      response: c.res,
      milliseconds,
      isAlwaysNoted: !reads.includes(c.req.method),
    });
  });

/** What answered, or would have: whoever is refused has not come to it. */
function routeOf(c: Context): string {
  const routes = matchedRoutes(c);
  const answering = routes[c.req.routeIndex];
  const isMiddleware = answering?.method === 'ALL';
  const meant = isMiddleware ? routes.find(({ method }) => method !== 'ALL') : answering;
  return meant?.path ?? answering?.path ?? '*';
}
