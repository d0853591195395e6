import * as z from 'zod';
import {
  feature,
  features,
  ofrepFlag,
  ofrepFlags,
  ofrepRequest,
} from '../../../contract/feature-resource.ts';
import { openfeatureManifest } from '../../../contract/openfeature-manifest.ts';
import { readiness } from '../../../contract/readiness-resource.ts';
import type { Section } from '../operation.ts';

/** Any other parameter is an attribute of whoever the flag is asked for. */
const attributes = {
  user_id: z.string().optional(),
  organisation_id: z.string().optional(),
  context: z.string().optional(),
};

/** A flag that every installation has. */
const seeded = { key: 'admin.analytics' };

export const evaluation: Section = {
  title: 'Ask for flags',
  says: 'With a client key (bgc_…) or a server key (bgs_…), as "Authorization: Bearer …" or "X-API-Key: …". Every query parameter is an attribute of whoever the flag is asked for; context is base64url of a JSON object with more of them.',
  operations: [
    {
      route: 'GET /features/:key',
      summary: 'One flag; with default (any JSON), that default instead of 404 or 503.',
      needs: 'key',
      query: z.object({ ...attributes, default: z.string().optional() }),
      sampleNames: seeded,
      sampleQuery: 'user_id=42&organisation_id=zebra',
      answer: feature,
      refuses: ['invalid_context', 'invalid_default', 'flag_not_found'],
    },
    {
      route: 'GET /features',
      summary: 'Every flag that the key may see, with ETag and 304.',
      needs: 'key',
      query: z.object(attributes),
      sampleQuery: 'user_id=42',
      answer: features,
      refuses: ['invalid_context'],
    },
    {
      route: 'POST /ofrep/v1/evaluate/flags/:key',
      summary: "One flag over OFREP, for OpenFeature's SDKs. Errors are OFREP's.",
      needs: 'key',
      body: ofrepRequest,
      sampleNames: seeded,
      sample: { context: { targetingKey: '42', organisation_id: 'zebra' } },
      answer: ofrepFlag,
      refuses: ['invalid_body', 'invalid_context', 'flag_not_found', 'body_too_large'],
    },
    {
      route: 'POST /ofrep/v1/evaluate/flags',
      summary: "Every flag that the key may see over OFREP, with ETag and 304. Errors are OFREP's.",
      needs: 'key',
      body: ofrepRequest,
      sample: { context: { targetingKey: '42' } },
      answer: ofrepFlags,
      refuses: ['invalid_body', 'invalid_context', 'body_too_large'],
    },
    {
      route: 'GET /ofrep/v1/stream',
      summary: 'Tells of each new version as it is published, as server-sent events.',
      needs: 'key',
      query: z.object({ key: z.string().optional(), token: z.string().optional() }),
      alsoAnswers: ['text/event-stream'],
    },
    {
      route: 'GET /health',
      summary: 'Alive, and which version of the code.',
      needs: 'anybody',
      answer: z.object({ status: z.literal('ok'), version: z.string() }),
    },
    {
      route: 'GET /health/ready',
      summary:
        '200 while flags can be served, else 503; with an admin key, the whole truth about the database.',
      needs: 'anybody',
      answer: readiness,
    },
    {
      route: 'GET /openfeature/v0/manifest',
      summary:
        'Every flag with its type and default, for the code generation of the OpenFeature CLI.',
      needs: 'viewer',
      answer: openfeatureManifest,
    },
  ],
};
