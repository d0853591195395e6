import * as z from 'zod';
import { type RecordReport, recordReport } from './schema-report.ts';

/** No body at all plans and applies: it is what a person types at three in the morning. */
export const repairInput = z.strictObject({
  mode: z.enum(['plan', 'apply']).default('apply'),
  /** Names this run: sent again, it answers what came of it and does nothing. */
  operation_id: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, 'expected 1 to 100 letters, digits, or any of . : _ -')
    .optional(),
  /** Of an approved plan: any other is refused. */
  plan_hash: z.string().max(100).optional(),
  /** Also runs what locks a table of more than a million rows. */
  allow_large_tables: z.boolean().default(false),
  /**
   * Whether flags, overrides, segments and keys that the database has lost and the edge still serves
   * are put back. By default wherever it can be read what is served.
   */
  restore_flags: z.boolean().optional(),
});

/**
 * `planned`: nothing was changed, as asked. `noop`: there was nothing to do. `ok`: done, all is as
 * expected. `partial`: done, and `unresolved` names what is left.
 */
export type RepairStatus = 'planned' | 'noop' | 'ok' | 'partial';

export interface RepairResult {
  readonly operation_id: string;
  readonly status: RepairStatus;
  readonly plan_hash: string;
  /** Of the expected schema, and of what is there of it. */
  readonly fingerprint: {
    readonly expected: string;
    readonly before: string;
    readonly after: string;
  };
  readonly steps: readonly RepairStep[];
  /** Everything that is not as expected, with what a person would run. */
  readonly unresolved: readonly UnresolvedItem[];
  /** Tags of migrations that were recorded. */
  readonly recorded: readonly string[];
  /** Sequences that lagged behind their columns. */
  readonly aligned: readonly string[];
  /** Environments and critical flags that were missing. */
  readonly seeded: readonly string[];
  /** Columns that were lost, whose values come from what is published: `feature_flags.name`. */
  readonly refilled: readonly string[];
  /** What is published of rows that the database has lost, to be restored or let go. */
  readonly survivors: readonly SurvivingSnapshot[];
  readonly restored: readonly RestoredEnvironment[];
  /** Environments that were not published: the edge goes on serving what it has. */
  readonly held_back: readonly HeldBack[];
  readonly backup: RepairBackup;
  readonly warnings: readonly string[];
  readonly milliseconds: number;
}

/** What is known of a repair before it is committed. */
export interface RunningRepair {
  readonly operation_id: string;
  readonly status: 'running';
  /** RFC 3339; null where the role may not know. */
  readonly since: string | null;
  /** `3 of 12: index audit_logs.audit_logs_target_idx`. */
  readonly progress: string;
}

/** What is told while it runs: a step that was done, or one that was not. */
export type RepairProgress = RepairStep | UnresolvedItem;

export interface RepairStep {
  readonly object: string;
  readonly statement: string;
  /** Absent from a plan. */
  readonly milliseconds?: number;
}

export interface UnresolvedItem {
  readonly object: string;
  readonly reason: string;
  readonly sqlstate?: string;
  readonly rows?: { readonly count: number; readonly samples: readonly unknown[] };
  readonly statement?: string;
}

/** How many of each a published snapshot holds, or a restoration put back. */
interface PublishedCounts {
  readonly flags: number;
  readonly overrides: number;
  readonly segments: number;
  readonly keys: number;
}

export interface SurvivingSnapshot extends PublishedCounts {
  readonly environment: string;
  readonly version: number;
  /** Of these, how many the database has not. */
  readonly lost: PublishedCounts;
  /** What to send to have them back. */
  readonly restore: string;
}

export interface RestoredEnvironment extends PublishedCounts {
  readonly environment: string;
  /** Of the snapshot that they come from. */
  readonly version: number;
}

export interface HeldBack {
  readonly environment: string;
  readonly reason: string;
}

/** Where to return to, and what was there before anything was written. */
export interface RepairBackup {
  readonly database: string;
  readonly at: string;
  readonly lsn: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly restore: string;
  /** What was recorded of migrations. */
  readonly records: readonly RecordReport[];
  /** Every object of the schemas, in Postgres's words. */
  readonly catalog: readonly BackedUpObject[];
}

export interface BackedUpObject {
  readonly type: string;
  readonly schema: string;
  readonly table: string | null;
  readonly name: string;
  readonly definition: string;
  readonly is_valid: boolean;
}

const texts = z.array(z.string());
const counts = { flags: z.int(), overrides: z.int(), segments: z.int(), keys: z.int() };

export const repairResult: z.ZodType<RepairResult> = z
  .object({
    operation_id: z.string(),
    status: z.enum(['planned', 'noop', 'ok', 'partial']),
    plan_hash: z.string(),
    fingerprint: z.object({ expected: z.string(), before: z.string(), after: z.string() }),
    steps: z.array(
      z.object({
        object: z.string(),
        statement: z.string(),
        milliseconds: z.number().exactOptional(),
      }),
    ),
    unresolved: z.array(
      z.object({
        object: z.string(),
        reason: z.string(),
        sqlstate: z.string().exactOptional(),
        rows: z.object({ count: z.int(), samples: z.array(z.unknown()) }).exactOptional(),
        statement: z.string().exactOptional(),
      }),
    ),
    recorded: texts,
    aligned: texts,
    seeded: texts,
    refilled: texts,
    survivors: z.array(
      z.object({
        environment: z.string(),
        version: z.int(),
        ...counts,
        lost: z.object(counts),
        restore: z.string(),
      }),
    ),
    restored: z.array(z.object({ environment: z.string(), version: z.int(), ...counts })),
    held_back: z.array(z.object({ environment: z.string(), reason: z.string() })),
    backup: z.object({
      database: z.string(),
      at: z.string(),
      lsn: z.string(),
      rows: z.record(z.string(), z.int()),
      restore: z.string(),
      records: z.array(recordReport),
      catalog: z.array(
        z.object({
          type: z.string(),
          schema: z.string(),
          table: z.string().nullable(),
          name: z.string(),
          definition: z.string(),
          is_valid: z.boolean(),
        }),
      ),
    }),
    warnings: texts,
    milliseconds: z.number(),
  })
  .meta({ id: 'Repair' });

export const runningRepair: z.ZodType<RunningRepair> = z.object({
  operation_id: z.string(),
  status: z.literal('running'),
  since: z.string().nullable(),
  progress: z.string(),
});
