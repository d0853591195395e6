import * as z from 'zod';

export const verdicts = ['sound', 'behind', 'ahead', 'damaged'] as const;

export const migrationStates = [
  'applied',
  'pending',
  'missing',
  'damaged',
  'unrecorded',
  'altered',
] as const;

/** Damage can fail what the application does; a notice cannot. */
export const weights = ['damage', 'notice'] as const;

/** The truth about a database, for people and machines. docs/schema.md explains each word. */
export interface SchemaReport {
  readonly verdict: (typeof verdicts)[number];
  /** In the order of the journal. */
  readonly migrations: readonly MigrationReport[];
  readonly records: RecordsReport;
  readonly differences: readonly DifferenceReport[];
}

export interface MigrationReport {
  readonly tag: string;
  readonly state: (typeof migrationStates)[number];
  /** What it makes that is not there. */
  readonly absent: readonly string[];
}

/** Records of migrations that this code does not know, or knows too often. */
export interface RecordsReport {
  readonly unknown: readonly RecordReport[];
  readonly newer: readonly RecordReport[];
  readonly future: readonly RecordReport[];
  readonly undated: readonly RecordReport[];
  readonly repeated: readonly RecordReport[];
}

export interface RecordReport {
  readonly hash: string | null;
  /** The journal's, in milliseconds since the epoch. */
  readonly when: number | null;
}

export interface DifferenceReport {
  readonly kind: 'missing' | 'changed' | 'invalid' | 'extra';
  readonly weight: (typeof weights)[number];
  /** `index audit_logs.audit_logs_target_idx`. */
  readonly object: string;
  readonly type: string;
  readonly schema: string;
  readonly table: string | null;
  readonly name: string;
  /** The migration that makes it; null for what Drizzle makes, or nobody expects. */
  readonly migration: string | null;
  /** In Postgres's words; empty where being there says it all. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** Whether a repair puts it right by itself. */
  readonly is_mendable: boolean;
  /** What would put it right. */
  readonly statement: string;
}

const text = z.string().nullable();

export const recordReport: z.ZodType<RecordReport> = z.object({
  hash: text,
  when: z.number().nullable(),
});

const records = z.array(recordReport);

export const schemaReport: z.ZodType<SchemaReport> = z
  .object({
    verdict: z.enum(verdicts),
    migrations: z.array(
      z.object({
        tag: z.string(),
        state: z.enum(migrationStates),
        absent: z.array(z.string()),
      }),
    ),
    records: z.object({
      unknown: records,
      newer: records,
      future: records,
      undated: records,
      repeated: records,
    }),
    differences: z.array(
      z.object({
        kind: z.enum(['missing', 'changed', 'invalid', 'extra']),
        weight: z.enum(weights),
        object: z.string(),
        type: z.string(),
        schema: z.string(),
        table: text,
        name: z.string(),
        migration: text,
        expected: text,
        actual: text,
        is_mendable: z.boolean(),
        statement: z.string(),
      }),
    ),
  })
  .meta({ id: 'SchemaReport' });
