import * as z from 'zod';
import { json } from '../fields/json.ts';

/** As OpenFeature's manifest API has it, camelCase included: github.com/open-feature/cli, api/v0/sync.yaml. */
const manifestFlag = z.object({
  key: z.string(),
  name: z.string(),
  /** `float` is of the manifest's schema, not of that API: a number that is no integer needs it. */
  type: z.enum(['boolean', 'string', 'integer', 'float', 'object']),
  description: z.string(),
  defaultValue: json,
});

export type ManifestFlag = z.output<typeof manifestFlag>;

export const openfeatureManifest = z.object({ flags: z.array(manifestFlag) });
export type OpenfeatureManifest = z.output<typeof openfeatureManifest>;
