import { type Context, Hono } from 'hono';
import type { Readiness } from '../../contract/readiness.ts';
import { checkReadiness, type ReadinessCapabilities } from '../../control/readiness.ts';
import { readinessPolicy } from '../../resource-policy.ts';
import type { AdminCapabilities } from './admin-env.ts';
import { findBearerActor } from './authenticate.ts';

type Capabilities = AdminCapabilities & ReadinessCapabilities;

/** Whether flags can be served: 503 only when there is nothing to serve them from. */
export function createReadyApp(capabilities: Capabilities) {
  let kept: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;

  const checkKept = (): Promise<Readiness> => {
    const at = capabilities.now().getTime();
    if (kept && Math.abs(at - kept.at) < readinessPolicy.keptMilliseconds) return kept.readiness;
    kept = { at, readiness: checkReadiness(capabilities) };
    return kept.readiness;
  };

  return new Hono().get('/health/ready', async (c) => {
    const isKnown = await mayKnow(c, capabilities);
    const { report, ...readiness } = await (isKnown ? checkReadiness(capabilities) : checkKept());
    const body = isKnown && report ? { ...readiness, report } : readiness;
    return c.json(body, readiness.status === 'not_ready' ? 503 : 200, {
      'Cache-Control': 'no-store',
    });
  });
}

/** Those with any right in the control plane. Where keys cannot be looked up, only the secret counts. */
const mayKnow = (c: Context, capabilities: Capabilities): Promise<boolean> =>
  findBearerActor(c, capabilities).then(
    (actor) => actor !== undefined,
    () => false,
  );
