import { Hono } from 'hono';
import type { Readiness } from '../../contract/readiness.ts';
import { checkReadiness, type ReadinessCapabilities } from '../../control/readiness.ts';
import { readinessPolicy } from '../../resource-policy.ts';
import { readBearer } from '../bearer.ts';
import type { AdminCapabilities } from './admin-env.ts';
import { findHolder } from './authenticate.ts';

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
    const isKnown = await mayKnow(capabilities, c.req.raw.headers);
    const { report, ...readiness } = await (isKnown ? checkReadiness(capabilities) : checkKept());
    const body = isKnown && report ? { ...readiness, report } : readiness;
    return c.json(body, readiness.status === 'not_ready' ? 503 : 200, {
      'Cache-Control': 'no-store',
    });
  });
}

/** Those with any right in the control plane. Where keys cannot be looked up, only the secret counts. */
async function mayKnow(capabilities: Capabilities, headers: Headers): Promise<boolean> {
  const credential = readBearer(headers);
  if (credential === undefined) return false;
  const address = headers.get('CF-Connecting-IP');
  return findHolder(capabilities, { credential, address }).then(
    (holder) => holder !== undefined,
    () => false,
  );
}
