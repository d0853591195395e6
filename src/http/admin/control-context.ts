import type { Context } from 'hono';
import type { Actor, ControlContext } from '../../control/context.ts';
import { publishAll } from '../../control/publish-all.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { setPublishHeaders } from './publish-headers.ts';

/** What a verb may use on behalf of whoever asks. */
export const controlContext = (
  c: Context<AdminEnv>,
  capabilities: AdminCapabilities,
  actor: Actor,
): ControlContext => ({
  database: capabilities.database,
  now: capabilities.now,
  ...(capabilities.auditAnchors ? { auditAnchors: capabilities.auditAnchors } : {}),
  listAlerts: capabilities.listAlerts,
  listKeyUses: capabilities.listKeyUses,
  ...(capabilities.webhooks ? { webhooks: capabilities.webhooks } : {}),
  ...(capabilities.published ? { published: capabilities.published } : {}),
  actor,
  address: addressOf(c),
  requestId: c.var.requestId,
  onUntold: (error) => {
    capabilities.logError('a change was made, and webhooks will not hear of it', error);
    c.header('x-webhooks', 'untold');
  },
  publish: async (environments, options) => {
    const publishing = publishAll(capabilities, environments, options);
    // Others may be waiting for it when the caller goes away.
    c.executionCtx.waitUntil(publishing);
    const outcomes = await publishing;
    setPublishHeaders(c, outcomes);
    return outcomes;
  },
});

/** The caller's network address where it is known. */
export const addressOf = (c: Context): string | null => c.req.header('CF-Connecting-IP') ?? null;
