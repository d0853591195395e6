import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { alertRoutes } from './alert-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { authenticate } from './authenticate.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { contextKeyRoutes } from './context-key-routes.ts';
import { environmentRoutes } from './environment-routes.ts';
import { flagRoutes } from './flag-routes.ts';
import { flagStateRoutes } from './flag-state-routes.ts';
import { HttpRefusal } from './http-refusal.ts';
import { identifyRequest } from './identify-request.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { limitBody } from './limit-body.ts';
import { logInRoutes } from './log-in-routes.ts';
import { meRoutes } from './me-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { overrideBulkRoutes } from './override-bulk-routes.ts';
import { overrideRoutes } from './override-routes.ts';
import { propagationRoutes } from './propagation-routes.ts';
import { respondToError } from './respond-to-error.ts';
import { scheduleRoutes } from './schedule-routes.ts';
import { hideRepair, schemaRoutes } from './schema-routes.ts';
import { segmentRoutes } from './segment-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { stalenessRoutes } from './staleness-routes.ts';
import { subjectRoutes } from './subject-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

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
