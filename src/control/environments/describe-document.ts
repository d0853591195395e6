import {
  type DocumentFlag,
  type DocumentOverride,
  type DocumentSegment,
  documentFormat,
  type EnvironmentDocument,
} from '../../contract/environments/environment-document.ts';
import type { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import type { FlagStateRow } from '../flag-states/flag-state-row.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import type { SegmentRow } from '../segments/segment-row.ts';
import type { EnvironmentRow } from './environment-resource.ts';

type OverrideRow = typeof featureFlagOverrides.$inferSelect;

/** The rows of an environment, and all flags and segments, whatever they are in it. */
export interface DocumentRows {
  readonly environment: EnvironmentRow;
  readonly flags: readonly FlagRow[];
  readonly states: readonly FlagStateRow[];
  readonly overrides: readonly OverrideRow[];
  readonly segments: readonly SegmentRow[];
}

/** Pure, and sorted here rather than by the database, so that equal rows give equal text. */
export function describeDocument(rows: DocumentRows): EnvironmentDocument {
  const states = new Map(rows.states.map((state) => [state.flagKey, state]));
  const overrides = Map.groupBy(rows.overrides, ({ flagKey }) => flagKey);
  return {
    format: documentFormat,
    environment: { key: rows.environment.key, name: rows.environment.name },
    segments: inOrder(rows.segments.map(segmentOf), ({ key }) => key),
    flags: inOrder(
      rows.flags.map((flag) => ({
        ...definitionOf(flag),
        state: stateOf(states.get(flag.key)),
        overrides: inOrder(
          (overrides.get(flag.key) ?? []).map(overrideOf),
          ({ scope, subject }) => `${scope} ${subject}`,
        ),
      })),
      ({ key }) => key,
    ),
  };
}

/** Verbs have parsed it. What was written by SQL is exported as it is, and refused by an import. */
const asWritten = <Content>(column: readonly unknown[]) => column as Content;

const inOrder = <Each>(all: readonly Each[], textOf: (each: Each) => string): Each[] =>
  all.toSorted((left, right) => (textOf(left) < textOf(right) ? -1 : 1));

const definitionOf = (flag: FlagRow): Omit<DocumentFlag, 'state' | 'overrides'> => ({
  key: flag.key,
  kind: flag.kind,
  status: flag.status,
  name: flag.name,
  description: flag.description,
  variants: asWritten(flag.variants),
  off_variant: flag.offVariant,
  json_schema: flag.jsonSchema,
  tags: flag.tags,
  owner: flag.owner,
  critical: flag.critical,
  client_visible: flag.clientVisible,
  permanent: flag.permanent,
  stale_thresholds: flag.staleThresholds,
});

/** The content of a state, whichever environment it is in. */
export const stateOf = (state: FlagStateRow | undefined): DocumentFlag['state'] =>
  state === undefined
    ? null
    : {
        is_enabled: state.isEnabled,
        is_killed: state.isKilled,
        rollout_percentage: state.rolloutPercentage,
        split: state.split,
        rules: state.rules,
        prerequisites: asWritten(state.prerequisites),
        salt: state.salt,
        bucket_by: state.bucketBy,
      };

const overrideOf = (row: OverrideRow): DocumentOverride => ({
  scope: row.scope,
  subject: row.subject,
  variant: row.variant,
  reason: row.reason,
  expires_at: row.expiresAt?.toISOString() ?? null,
});

const segmentOf = (row: SegmentRow): DocumentSegment => ({
  key: row.key,
  name: row.name,
  description: row.description,
  when: row.conditions,
});
