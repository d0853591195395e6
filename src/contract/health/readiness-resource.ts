import * as z from 'zod';
import type { Readiness } from './readiness.ts';
import { migrationStates, schemaReport, verdicts } from './schema-report.ts';

const storeState = z.enum(['ok', 'unreachable', 'corrupt', 'missing', 'behind']);

export const readiness: z.ZodType<Readiness> = z.object({
  status: z.enum(['ready', 'degraded', 'not_ready']),
  version: z.string(),
  snapshots: z.array(
    z.object({
      environment: z.string(),
      version: z.int(),
      source: z.enum(['memory', 'kv', 'hub', 'postgres', 'bundle']),
      age_seconds: z.number().exactOptional(),
    }),
  ),
  pinned: z.array(z.object({ environment: z.string(), version: z.int() })).exactOptional(),
  withheld: z
    .array(z.object({ environment: z.string(), reason: z.string().exactOptional() }))
    .exactOptional(),
  kv: storeState,
  hub: storeState.exactOptional(),
  postgres: z.enum(['ok', 'busy', 'read_only', 'unreachable']),
  migrations: z.enum(migrationStates).exactOptional(),
  schema: z.enum(verdicts).exactOptional(),
  report: schemaReport.exactOptional(),
});
