import { type Context, Hono } from 'hono';
import type { Readiness } from '../../../contract/health/readiness.ts';
import { patiently } from '../../../control/patiently.ts';
import { checkReadiness, type ReadinessCapabilities } from '../../../control/readiness.ts';
import { readinessPolicy } from '../../../resource-policy.ts';
import { findBearerActor } from '../access/authenticate.ts';
import type { AdminCapabilities } from '../admin-env.ts';

type Capabilities = AdminCapabilities & ReadinessCapabilities;

/**
 * Whether flags can be served: 503 only when there is nothing to serve them from. One look serves all who
 * ask within a moment. It is kept alive when whoever began it goes away, and not waited for where the
 * platform ended it all the same.
 */
export function createReadyApp(capabilities: Capabilities) {
  let kept: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;

  const checkKept = (ctx: Pick<ExecutionContext, 'waitUntil'>): Promise<Readiness> => {
    const at = capabilities.now().getTime();
    if (kept && Math.abs(at - kept.at) < readinessPolicy.keptMilliseconds) return kept.readiness;
    const readiness = checkReadiness(capabilities);
    kept = { at, readiness };
    ctx.waitUntil(readiness.catch(() => {}));
    return readiness;
  };

  const checkShared = async (ctx: Pick<ExecutionContext, 'waitUntil'>): Promise<Readiness> => {
    const readiness = await patiently(checkKept(ctx), readinessPolicy.sharedMilliseconds);
    if (readiness) return readiness;
    kept = undefined;
    return checkReadiness(capabilities);
  };

  return new Hono().get('/health/ready', async (c) => {
    const isKnown = await mayKnow(c, capabilities);
    const readiness = await (isKnown ? checkReadiness(capabilities) : checkShared(c.executionCtx));
    const body = isKnown ? readiness : forAnybody(readiness);
    return c.json(body, readiness.status === 'not_ready' ? 503 : 200, {
      'Cache-Control': 'no-store',
    });
  });
}

const forAnybody = ({ report, withheld, ...readiness }: Readiness): Readiness => ({
  ...readiness,
  ...(withheld && { withheld: withheld.map(({ environment }) => ({ environment })) }),
});

/**
 * Those with any right in the control plane. Where keys cannot be looked up, or not in time, only the
 * secret counts.
 */
async function mayKnow(c: Context, capabilities: Capabilities): Promise<boolean> {
  if (c.req.header('Authorization') === undefined) return false;
  const { patienceMilliseconds } = readinessPolicy;
  const found = findBearerActor(c, capabilities);
  return (await patiently(found, patienceMilliseconds)) !== undefined;
}
