import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { listElsewhere } from '../../../control/inspect-places.ts';
import { findKeyHolder } from '../../../control/keys/find-key-holder.ts';
import { collectMetrics, type MetricsCall } from '../../../control/metrics/collect-metrics.ts';
import { expositionType, toExposition } from '../../../control/metrics/exposition.ts';
import { keepReadings } from '../../../control/metrics/keep-readings.ts';
import type { ReadinessCapabilities } from '../../../control/readiness.ts';
import { findBearer, isSameSecret } from '../access/authenticate.ts';
import { identifyRequest } from '../access/identify-request.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { controlContext } from '../control-context.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { respondToError } from '../respond-to-error.ts';

interface Capabilities
  extends AdminCapabilities,
    Omit<MetricsCall, 'ctx' | 'keep' | 'listKnown'>,
    Pick<ReadinessCapabilities, 'listHeld' | 'listBundled'> {
  /** Opens this and nothing else; absent where only admin keys do. */
  readonly metricsToken: string | undefined;
}

/** Everything about this deployment in numbers, as Prometheus reads them. */
export function createMetricsApp(capabilities: Capabilities) {
  const { backups, codeVersion, hub, logError, store } = capabilities;
  const keep = keepReadings(() => capabilities.now().getTime());
  const listKnown = () => listElsewhere(store, listAtHand(capabilities));
  return new Hono<AdminEnv>()
    .use('/metrics', identifyRequest, secureHeaders(), guard(capabilities))
    .get('/metrics', async (c) => {
      const ctx = c.var.control;
      const call = { ctx, codeVersion, hub, logError, store, backups, keep, listKnown };
      const readings = await collectMetrics(call);
      return c.body(toExposition(readings), 200, { 'Content-Type': expositionType });
    })
    .onError(respondToError(capabilities));
}

const listAtHand = ({ listHeld, listBundled }: Capabilities) => [
  ...listHeld().map(({ snapshot }) => snapshot),
  ...listBundled(),
];

/** METRICS_TOKEN, which takes no database, or an admin key of any role; never ADMIN_SECRET. */
const guard = (capabilities: Capabilities) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    const { metricsToken, database } = capabilities;
    const actor = await findBearer(c, capabilities, {
      secret: 'metrics',
      lookUp: async (credential) =>
        metricsToken !== undefined && isSameSecret(credential, metricsToken)
          ? { actor: { id: 'metrics-token', role: 'viewer' } }
          : findKeyHolder(database, credential),
    });
    if (!actor) {
      throw new HttpRefusal(
        401,
        'unauthenticated',
        'Send "Authorization: Bearer <METRICS_TOKEN or an admin key (bga_…)>".',
      );
    }
    c.set('control', controlContext(c, capabilities, actor));
    await next();
  });
