import * as z from 'zod';
import { openfeatureManifest } from '../../../contract/environments/openfeature-manifest.ts';
import {
  feature,
  features,
  ofrepFlag,
  ofrepFlags,
  ofrepRequest,
} from '../../../contract/flags/feature-resource.ts';
import { health } from '../../../contract/health/health-resource.ts';
import { readiness } from '../../../contract/health/readiness-resource.ts';
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
  says: 'With a client key (bgc_…) or a server key (bgs_…), as "Authorization: Bearer …" or "X-API-Key: …". Every query parameter is an attribute of the user the flag is evaluated for; context is base64url of a JSON object with more attributes.',
  operations: [
    {
      route: 'GET /features/:key',
      summary:
        'Evaluates one flag. With default (any JSON), that default is answered instead of 404 or 503.',
      needs: 'key',
      query: z.object({ ...attributes, default: z.string().optional() }),
      sampleNames: seeded,
      sampleQuery: 'user_id=42&organisation_id=zebra',
      answer: feature,
      refuses: ['invalid_context', 'invalid_default', 'flag_not_found'],
    },
    {
      route: 'GET /features',
      summary:
        'Evaluates every flag that the key may see; answers with an ETag, and 304 while nothing changed.',
      needs: 'key',
      query: z.object(attributes),
      sampleQuery: 'user_id=42',
      answer: features,
      refuses: ['invalid_context'],
    },
    {
      route: 'POST /ofrep/v1/evaluate/flags/:key',
      summary: "Evaluates one flag over OFREP, for OpenFeature's SDKs. Errors are OFREP's.",
      needs: 'key',
      body: ofrepRequest,
      sampleNames: seeded,
      sample: { context: { targetingKey: '42', organisation_id: 'zebra' } },
      answer: ofrepFlag,
      refuses: ['invalid_body', 'invalid_context', 'flag_not_found', 'body_too_large'],
    },
    {
      route: 'POST /ofrep/v1/evaluate/flags',
      summary:
        "Evaluates every flag that the key may see over OFREP, with ETag and 304. Errors are OFREP's.",
      needs: 'key',
      body: ofrepRequest,
      sample: { context: { targetingKey: '42' } },
      answer: ofrepFlags,
      refuses: ['invalid_body', 'invalid_context', 'body_too_large'],
    },
    {
      route: 'GET /ofrep/v1/stream',
      summary: 'Streams an event for each new version as it is published (server-sent events).',
      needs: 'key',
      query: z.object({ key: z.string().optional(), token: z.string().optional() }),
      alsoAnswers: ['text/event-stream'],
    },
    {
      route: 'GET /health',
      summary:
        'Tells that the Worker is alive, which version of the code it runs, and which migrations of the database that copes with.',
      needs: 'anybody',
      answer: health,
    },
    {
      route: 'GET /health/ready',
      summary:
        'Answers 200 while flags can be served, else 503; with an admin key, also the state of the database in full.',
      needs: 'anybody',
      answer: readiness,
    },
    {
      route: 'GET /openfeature/v0/manifest',
      summary:
        'Lists every flag with its type and default, for the code generation of the OpenFeature CLI.',
      needs: 'viewer',
      answer: openfeatureManifest,
    },
  ],
};
