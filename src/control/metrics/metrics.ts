interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
}

/**
 * Everything that /metrics tells, in its order. Labels are environments, places, and words of a closed
 * set: never a flag, an organisation or a user.
 */
export const metrics = {
  burgee_up: { type: 'gauge', help: 'Whether this part answered the scrape (1) or not (0).' },
  burgee_build_info: { type: 'gauge', help: 'The version of the code, in a label; always 1.' },
  burgee_scrape_seconds: { type: 'gauge', help: 'How long it took to collect all of this.' },
  burgee_answers_total: {
    type: 'counter',
    help: 'Answers of the edge, by what the isolate had its snapshot from.',
  },
  burgee_stale_answers_total: {
    type: 'counter',
    help: 'Those of them made of a snapshot that nothing had confirmed for a minute.',
  },
  burgee_evaluations_total: { type: 'counter', help: 'Evaluated flags, by reason.' },
  burgee_uncounted_evaluations_total: {
    type: 'counter',
    help: 'Evaluations that found no room in an isolate while the queue took nothing.',
  },
  burgee_report_delay_seconds: {
    type: 'histogram',
    help: 'From the report of an isolate until it was counted: the lag of the queue.',
  },
  burgee_last_report_timestamp_seconds: {
    type: 'gauge',
    help: 'When the newest counted report was made; absent while there is none.',
  },
  burgee_environment_version: { type: 'gauge', help: 'The newest committed version.' },
  burgee_snapshot_version: {
    type: 'gauge',
    help: 'The version that this place holds; 0 for none.',
  },
  burgee_snapshot_age_seconds: {
    type: 'gauge',
    help: 'Since the newest version was committed: the age of what ought to be served.',
  },
  burgee_snapshot_behind_seconds: {
    type: 'gauge',
    help: 'For how long a newer version has been committed than this place holds; 0 if it holds the newest.',
  },
  burgee_publish_seconds: {
    type: 'gauge',
    help: 'From the commit of the newest published version until KV and hub had it.',
  },
  burgee_propagation_seconds: {
    type: 'gauge',
    help: 'From the commit of the newest version to the first answer with it, over locations in use.',
  },
  burgee_active_locations: {
    type: 'gauge',
    help: 'Locations of the edge that have answered within ten minutes.',
  },
  burgee_current_locations: {
    type: 'gauge',
    help: 'Those of them that have answered with the newest version.',
  },
  burgee_streams: { type: 'gauge', help: 'Open live streams of one shard of a hub.' },
  burgee_streams_limit: { type: 'gauge', help: 'How many streams one shard takes.' },
  burgee_database_query_seconds: {
    type: 'gauge',
    help: 'One small query, from this Worker to Postgres and back.',
  },
  burgee_database_connections: {
    type: 'gauge',
    help: 'Connections to Postgres, by state, of all databases that the role can see.',
  },
  burgee_database_connections_limit: { type: 'gauge', help: 'How many Postgres takes.' },
  burgee_database_size_bytes: { type: 'gauge', help: 'The size of the database.' },
  burgee_migrations: { type: 'gauge', help: 'Migrations of the code, by state in the database.' },
  burgee_schema_state: {
    type: 'gauge',
    help: 'Whether the schema is sound, behind, ahead or damaged: 1 for what it is.',
  },
  burgee_schema_differences: {
    type: 'gauge',
    help: 'Objects of the database that are not as expected (drift), by weight.',
  },
  burgee_last_backup_timestamp_seconds: {
    type: 'gauge',
    help: 'When the newest whole backup in the bucket was kept; 0 for none, absent without a bucket.',
  },
  burgee_repair_runs_total: { type: 'counter', help: 'Repairs that were committed, by outcome.' },
  burgee_audit_entries: { type: 'gauge', help: 'The number of the newest entry of the audit log.' },
  burgee_audit_chain_intact: {
    type: 'gauge',
    help: 'Whether the newest entries follow from each other, and the noted hashes are there (1).',
  },
  burgee_audit_append_only: {
    type: 'gauge',
    help: 'Whether the role of the application could not alter an entry (1).',
  },
  burgee_alerts_open: {
    type: 'gauge',
    help: 'What the watchman has found wrong and not yet well again, by severity.',
  },
  burgee_watch_timestamp_seconds: {
    type: 'gauge',
    help: 'When the watchman last looked; absent while it never did.',
  },
  burgee_webhook_deliveries_due: {
    type: 'gauge',
    help: 'Deliveries to webhooks whose time has come and that are not made.',
  },
  burgee_webhook_delay_seconds: { type: 'gauge', help: 'For how long the oldest of them is due.' },
} as const satisfies Readonly<Record<`burgee_${string}`, Metric>>;

export type MetricName = keyof typeof metrics;

/** One number, and what it is of. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of a histogram. */
  readonly part?: 'bucket' | 'sum' | 'count';
}

export type Readings = { readonly [Name in MetricName]?: readonly Reading[] };

/** A single number. */
export const one = (value: number): readonly Reading[] => [{ value }];
