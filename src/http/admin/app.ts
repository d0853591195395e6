import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { authenticate } from './access/authenticate.ts';
import { identifyRequest } from './access/identify-request.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { HttpRefusal } from './http-refusal.ts';
import { limitBody } from './limit-body.ts';
import { respondToError } from './respond-to-error.ts';
import { alertRoutes } from './routes/alert-routes.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { bulkRoutes } from './routes/bulk-routes.ts';
import { contextKeyRoutes } from './routes/context-key-routes.ts';
import { environmentRoutes } from './routes/environment-routes.ts';
import { flagRoutes } from './routes/flag-routes.ts';
import { flagStateRoutes } from './routes/flag-state-routes.ts';
import { invitationRoutes } from './routes/invitation-routes.ts';
import { keyRoutes } from './routes/key-routes.ts';
import { logInRoutes } from './routes/log-in-routes.ts';
import { meRoutes } from './routes/me-routes.ts';
import { memberRoutes } from './routes/member-routes.ts';
import { overrideBulkRoutes } from './routes/override-bulk-routes.ts';
import { overrideRoutes } from './routes/override-routes.ts';
import { propagationRoutes } from './routes/propagation-routes.ts';
import { scheduleRoutes } from './routes/schedule-routes.ts';
import { hideRepair, schemaRoutes } from './routes/schema-routes.ts';
import { segmentRoutes } from './routes/segment-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { stalenessRoutes } from './routes/staleness-routes.ts';
import { subjectRoutes } from './routes/subject-routes.ts';
import { usageRoutes } from './routes/usage-routes.ts';
import { webhookRoutes } from './routes/webhook-routes.ts';

/** The control plane over HTTP. Routes only translate; what happens is in `control`. */
export const createAdminApp = (capabilities: AdminCapabilities) =>
  new Hono<AdminEnv>()
    .basePath('/admin')
    .use(identifyRequest, secureHeaders())
    .use('/repair/*', hideRepair(capabilities))
    .use('/auth/*', refuseNul, limitBody)
    .use('/invitations/accept', refuseNul, limitBody)
    .use('/password-reset', refuseNul, limitBody)
    .route('/', logInRoutes(capabilities))
    .use(authenticate(capabilities), refuseNul, limitBody)
    .route('/alerts', alertRoutes)
    .route('/audit', auditRoutes)
    .route('/', environmentRoutes)
    .route('/environments', contextKeyRoutes)
    .route('/', bulkRoutes)
    .route('/environments', overrideBulkRoutes)
    .route('/flags', flagRoutes)
    .route('/flags', flagStateRoutes)
    .route('/flags', overrideRoutes)
    .route('/segments', segmentRoutes)
    .route('/keys', keyRoutes)
    .route('/propagation', propagationRoutes)
    .route('/', stalenessRoutes)
    .route('/me', meRoutes(capabilities))
    .route('/members', memberRoutes)
    .route('/invitations', invitationRoutes)
    .route('/sessions', sessionRoutes)
    .route('/schedules', scheduleRoutes)
    .route('/subjects', subjectRoutes)
    .route('/usage', usageRoutes)
    .route('/webhooks', webhookRoutes)
    .route('/', schemaRoutes(capabilities))
    .all('*', (c) => {
      throw new HttpRefusal(404, 'not_found', `There is no route ${c.req.method} ${c.req.path}.`);
    })
    .onError(respondToError(capabilities));

/** What `hc<AdminApp>` of hono/client makes a typed client of. */
export type AdminApp = ReturnType<typeof createAdminApp>;

/** No name holds NUL, the one character that Postgres cannot take as text. */
const refuseNul = createMiddleware(async (c, next) => {
  if (c.req.url.includes('%00')) throw new HttpRefusal(404, 'not_found', 'No name holds NUL.');
  await next();
});
