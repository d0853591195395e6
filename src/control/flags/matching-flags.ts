import { and, arrayContains, eq, gt, ilike, inArray, or, sql } from 'drizzle-orm';
import type { FlagSelection } from '../../contract/flags/flag-selection.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { escapePattern } from '../escape-pattern.ts';
import type { FlagRow } from './flag-row.ts';

interface FlagFilter extends FlagSelection {
  readonly owner?: string | undefined;
  readonly critical?: boolean | undefined;
  readonly status: FlagRow['status'] | 'all';
  readonly search?: string | undefined;
  /** The key after which they begin. */
  readonly cursor?: string | undefined;
}

/** The condition that a flag meets if it meets every part of the filter. */
export const isMatchingFlag = (filter: FlagFilter) =>
  and(
    filter.keys && inArray(featureFlags.key, [...filter.keys]),
    filter.tag === undefined ? undefined : arrayContains(featureFlags.tags, [filter.tag]),
    filter.module === undefined
      ? undefined
      : eq(sql`split_part(${featureFlags.key}, '.', 1)`, filter.module),
    filter.owner === undefined ? undefined : eq(featureFlags.owner, filter.owner),
    filter.critical === undefined ? undefined : eq(featureFlags.critical, filter.critical),
    filter.status === 'all' ? undefined : eq(featureFlags.status, filter.status),
    filter.search === undefined ? undefined : isFound(filter.search),
    filter.cursor === undefined ? undefined : gt(featureFlags.key, filter.cursor),
  );

function isFound(text: string) {
  const pattern = `%${escapePattern(text)}%`;
  const { key, name, description, owner, tags } = featureFlags;
  return or(
    ...[key, name, description, owner].map((column) => ilike(column, pattern)),
    sql`array_to_string(${tags}, ' ') ilike ${pattern}`,
  );
}
