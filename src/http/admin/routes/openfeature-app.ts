import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { getManifest } from '../../../control/openfeature/get-manifest.ts';
import { authenticate } from '../access/authenticate.ts';
import { identifyRequest } from '../access/identify-request.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { respondToError } from '../respond-to-error.ts';

/** What the OpenFeature CLI asks for by itself: `openfeature pull --provider-url …`. */
export const createOpenfeatureApp = (capabilities: AdminCapabilities) =>
  new Hono<AdminEnv>()
    .basePath('/openfeature/v0')
    .use(identifyRequest, secureHeaders(), authenticate(capabilities))
    .get('/manifest', async (c) => {
      const manifest = await getManifest({ ctx: c.var.control, input: undefined });
      return c.json(manifest, 200, { 'X-Manifest-Capabilities': 'read' });
    })
    .onError(respondToError(capabilities));
